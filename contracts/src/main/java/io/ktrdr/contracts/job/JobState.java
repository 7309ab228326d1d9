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

    /** What this release does not know is not known to be over: whoever waits for the end asks again. */
    @JsonCreator
    public static JobState of(String name) {
        return WireName.parse(JobState.class, name, RUNNING);
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
