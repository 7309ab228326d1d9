package io.ktrdr.contracts.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** How a trial ended. All of them count. */
public enum TrialOutcome {
    /** Backtested, and its gates passed or were bypassed. */
    COMPLETED,
    GATE_REJECTED,
    FAILED,
    CANCELLED;

    @JsonCreator
    public static TrialOutcome of(String name) {
        return WireName.parse(TrialOutcome.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
