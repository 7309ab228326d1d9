package io.ktrdr.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Of the circuit breaker of a model or a worker. */
public enum BreakerState {
    CLOSED,
    /** It has failed too often of late, and is asked for nothing. */
    OPEN,
    /** It is tried again, carefully. */
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
