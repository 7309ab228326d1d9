package io.ktrdr.contracts.worker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** Where a worker is in its life. The first four are derived from reservation and heartbeat; the others are stored. */
public enum WorkerState {
    IDLE,
    STARTING,
    RUNNING,
    COMPLETING,
    TIMEOUT,
    ERROR,
    RECOVERY,
    BACKOFF,
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
