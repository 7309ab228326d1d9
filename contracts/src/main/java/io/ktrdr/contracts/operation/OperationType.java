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

    /** Of the pool of agents, as opposed to a research and its steps. */
    public boolean isTask() {
        return switch (this) {
            case AGENT_RESEARCH, AGENT_DESIGN, TRAINING, BACKTESTING, AGENT_ASSESSMENT -> false;
            case DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL -> true;
        };
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
