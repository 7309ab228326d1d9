package io.ktrdr.contracts.memory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** What is known of a hypothesis: what its tests agree on. */
public enum HypothesisStatus {
    UNTESTED,
    VALIDATED,
    REFUTED,
    /** Tested, and no test was decisive, or decisive ones contradict each other. */
    INCONCLUSIVE;

    @JsonCreator
    public static HypothesisStatus of(String name) {
        return WireName.parse(HypothesisStatus.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
