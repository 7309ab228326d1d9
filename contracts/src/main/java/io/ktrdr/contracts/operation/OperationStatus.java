package io.ktrdr.contracts.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** An operation's state; the last three are terminal and never change again. */
public enum OperationStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    @JsonCreator
    public static OperationStatus of(String name) {
        return WireName.parse(OperationStatus.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }

    public boolean isTerminal() {
        return switch (this) {
            case PENDING, RUNNING -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }
}
