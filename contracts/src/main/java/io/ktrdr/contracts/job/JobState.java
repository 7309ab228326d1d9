package io.ktrdr.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** What a worker says of a claim. */
public enum JobState {
    RUNNING,
    /** The work is done, its result not yet acknowledged. */
    COMPLETING,
    COMPLETED,
    FAILED,
    CANCELLED;

    @JsonCreator
    public static JobState of(String name) {
        return WireName.parse(JobState.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }

    public boolean isOver() {
        return switch (this) {
            case RUNNING, COMPLETING -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }
}
