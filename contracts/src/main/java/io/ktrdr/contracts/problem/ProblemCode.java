package io.ktrdr.contracts.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** Everything that can be wrong, with its HTTP status. {@link #wireName} is the {@code code} of a problem document. */
public enum ProblemCode {
    INVALID_REQUEST(400, "Invalid request"),
    BUDGET_EXHAUSTED(402, "Daily budget exhausted"),
    FORBIDDEN_HOST(403, "Foreign Host header"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    /** The thing is not in a state that allows this; the detail names the state. */
    ILLEGAL_STATE(409, "Not possible in this state"),
    /** A token below the highest seen, or a report for an attempt that is over: the sender must stop. */
    STALE_TOKEN(409, "Stale token"),
    /** A newer process has registered under this worker id: the sender must stop. */
    SUPERSEDED(409, "Superseded by a newer incarnation"),
    WORKER_BUSY(409, "Worker busy"),
    WORKER_DRAINING(409, "Worker draining"),
    SPEC_MISMATCH(409, "Another spec under the same id"),
    /** A report names an artifact that has not been uploaded yet: upload, then report again. */
    ARTIFACT_MISSING(409, "Artifact missing"),
    STALE_SYNC(409, "Stale epoch or sequence"),
    PAYLOAD_TOO_LARGE(413, "Payload too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    IDEMPOTENCY_KEY_REUSED(422, "Idempotency key reused with another body"),
    AT_CAPACITY(429, "At capacity"),
    QUEUE_FULL(429, "Queue full"),
    /** More agents than a pool may have. */
    POOL_FULL(429, "Pool full"),
    INTERNAL(500, "Internal error"),
    UNAVAILABLE(503, "Temporarily unavailable"),
    /** The worker cannot write to its disk, and so cannot promise to run a job once only: nothing was started. */
    INSUFFICIENT_STORAGE(507, "Insufficient storage");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The code, {@code INTERNAL} for one that this release does not know. */
    @JsonCreator
    public static ProblemCode of(String name) {
        for (ProblemCode code : values()) {
            if (code.wireName().equals(name)) {
                return code;
            }
        }
        return INTERNAL;
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
