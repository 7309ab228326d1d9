package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.worker.WorkerType;
import org.jspecify.annotations.Nullable;

/** Who runs an attempt. Each has a line of its own. */
public enum Executor {
    AGENT,
    TRAINING,
    BACKTESTING;

    /** @throws IllegalArgumentException for a research, of which everything is run by its children */
    public static Executor of(OperationType type) {
        return switch (type) {
            case AGENT_DESIGN, AGENT_ASSESSMENT, DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL -> AGENT;
            case TRAINING -> TRAINING;
            case BACKTESTING -> BACKTESTING;
            case AGENT_RESEARCH -> throw new IllegalArgumentException(type + " is run by its children");
        };
    }

    public static Executor of(String wireName) {
        return WireName.parse(Executor.class, wireName);
    }

    public String wireName() {
        return WireName.of(this);
    }

    /** The type of worker it stands for; null for agents, which need none. */
    public @Nullable WorkerType workerType() {
        return switch (this) {
            case AGENT -> null;
            case TRAINING -> WorkerType.TRAINING;
            case BACKTESTING -> WorkerType.BACKTESTING;
        };
    }
}
