package io.ktrdr.registry.worker;

/** What the registry makes of a heartbeat. */
enum HeardAs {
    WELCOME,
    /** Welcome, but an operator wants this worker to get nothing more. */
    DRAINED,
    /** A newer process has registered under this id. */
    SUPERSEDED,
    /** Nobody of that id and incarnation: it shall register. */
    UNKNOWN
}
