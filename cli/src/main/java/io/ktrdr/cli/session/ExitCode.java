package io.ktrdr.cli.session;

import io.ktrdr.contracts.problem.ProblemCode;

/** How a command ended; scripts rely on these numbers. */
public enum ExitCode {
    OK(0),
    FAULT(1),
    USAGE(2),
    NOT_FOUND(3),
    CONFLICT(4),
    /** As many as there may be: of researches, of what waits in line, or of agents. */
    AT_CAPACITY(5),
    BUDGET(6),
    UNREACHABLE(7),
    /** What was waited for failed, or is not what it should have been. */
    RUN_FAILED(8),
    /** What was waited for was cancelled. */
    RUN_CANCELLED(9),
    WAIT_TIMED_OUT(10),
    /** Ctrl-C: 128 + SIGINT. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static ExitCode of(ProblemCode code) {
        return switch (code) {
            case INVALID_REQUEST, PAYLOAD_TOO_LARGE, IDEMPOTENCY_KEY_REUSED, UNSUPPORTED_MEDIA_TYPE, NOT_ACCEPTABLE ->
                USAGE;
            case BUDGET_EXHAUSTED -> BUDGET;
            case NOT_FOUND -> NOT_FOUND;
            case ILLEGAL_STATE,
                    STALE_TOKEN,
                    SUPERSEDED,
                    WORKER_BUSY,
                    WORKER_DRAINING,
                    SPEC_MISMATCH,
                    ARTIFACT_MISSING,
                    STALE_SYNC -> CONFLICT;
            case AT_CAPACITY, QUEUE_FULL, POOL_FULL -> AT_CAPACITY;
            case UNAVAILABLE -> UNREACHABLE;
            case FORBIDDEN_HOST, METHOD_NOT_ALLOWED, INTERNAL, INSUFFICIENT_STORAGE -> FAULT;
        };
    }
}
