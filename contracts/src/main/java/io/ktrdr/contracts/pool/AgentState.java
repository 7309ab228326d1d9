package io.ktrdr.contracts.pool;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** What an agent is doing. */
public enum AgentState {
    IDLE,
    BUSY,
    /** It has failed of late: gets nothing while there are others, until it has cooled down. */
    DEGRADED,
    /** The pool has shrunk: it finishes what it has, and is gone. */
    LEAVING;

    /** In a state that this release does not know it is not free. */
    @JsonCreator
    public static AgentState of(String name) {
        return WireName.parse(AgentState.class, name, BUSY);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
