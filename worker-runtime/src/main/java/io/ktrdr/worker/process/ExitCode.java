package io.ktrdr.worker.process;

/** With what a worker process ends, besides 0 after SIGTERM and 1 for a fault at start. */
public enum ExitCode {
    /** A newer process has registered under the same worker id. Starting this one again would take its place in turn. */
    SUPERSEDED(4),
    /** A cancelled job does not stop; a new process is free at once. */
    STUCK(70),
    /** It was asked to start anew, or ran out of memory, and has handed its job back; EX_TEMPFAIL of sysexits(3). */
    RESTART(75);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
