package io.ktrdr.contracts.sync;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** How an attempt ended, as far as it says something about its worker. */
public enum AttemptEnd {
    COMPLETED,
    /** The worker is to blame. */
    FAILED_BY_WORKER,
    /** It could not be started there. */
    NOT_STARTED,
    /** Says nothing about the worker: the job itself was at fault, or it was cancelled or interrupted. */
    OTHER;

    @JsonCreator
    public static AttemptEnd of(String name) {
        return WireName.parse(AttemptEnd.class, name, OTHER);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
