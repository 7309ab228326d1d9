package io.ktrdr.contracts.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** What an operation does. */
public enum OperationType {
    AGENT_RESEARCH,
    AGENT_DESIGN,
    TRAINING,
    BACKTESTING,
    AGENT_ASSESSMENT,
    DISCOVERY,
    MIGRATION,
    HEARTBEAT,
    INGEST,
    RESEARCH,
    GENERAL;

    @JsonCreator
    public static OperationType of(String name) {
        return WireName.parse(OperationType.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
