package io.ktrdr.registry.worker;

/**
 * What the registry makes of a heartbeat.
 *
 * @param drained an operator wants this worker to get nothing more
 * @param restart its process shall end, to be started anew
 */
record Heard(As as, boolean drained, boolean restart) {
    enum As {
        WELCOME,
        /** A newer process has registered under this id. */
        SUPERSEDED,
        /** Nobody of that id and incarnation: it shall register. */
        UNKNOWN
    }
}
