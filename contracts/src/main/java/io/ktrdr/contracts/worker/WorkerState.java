package io.ktrdr.contracts.worker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** Where a worker is in its life. The first four are derived from reservation and heartbeat; the others are stored, and STARTING is for a moment after BACKOFF. */
public enum WorkerState {
    IDLE,
    STARTING,
    RUNNING,
    COMPLETING,
    /** Silent, or its job stands still. */
    TIMEOUT,
    /** It fails again and again, or has run out of something. */
    ERROR,
    /** It is to start anew. */
    RECOVERY,
    /** Heard again, and standing back for a while. */
    BACKOFF,
    /** Recovered too often: a person has to look at it. */
    FAILED,
    /** One of a newer release. */
    UNKNOWN;

    @JsonCreator
    public static WorkerState of(String name) {
        return WireName.parse(WorkerState.class, name, UNKNOWN);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
