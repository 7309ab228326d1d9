package io.ktrdr.contracts.languagemodel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** Of a model's circuit breaker. */
public enum BreakerState {
    CLOSED,
    /** It has failed too often of late, and is not asked. */
    OPEN,
    /** It is tried with a few questions. */
    HALF_OPEN;

    /** In a state that this release does not know it is not to be relied upon. */
    @JsonCreator
    public static BreakerState of(String name) {
        return WireName.parse(BreakerState.class, name, OPEN);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
