package io.ktrdr.contracts.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** How far a research has come. */
public enum ResearchPhase {
    IDLE,
    DESIGNING,
    TRAINING,
    BACKTESTING,
    ASSESSING;

    @JsonCreator
    public static ResearchPhase of(String name) {
        return WireName.parse(ResearchPhase.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
