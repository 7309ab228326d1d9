package io.ktrdr.contracts.worker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** What a worker can do; a worker does one kind of job, one at a time. */
public enum WorkerType {
    TRAINING,
    BACKTESTING;

    @JsonCreator
    public static WorkerType of(String name) {
        return WireName.parse(WorkerType.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}
