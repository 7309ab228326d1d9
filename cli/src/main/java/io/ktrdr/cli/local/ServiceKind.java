package io.ktrdr.cli.local;

import java.time.Duration;
import java.util.List;

/** What local mode runs, in the order in which it starts; it stops in the opposite order. */
enum ServiceKind {
    POSTGRES(Duration.ofSeconds(30)),
    REGISTRY(Duration.ofSeconds(10)),
    COORDINATOR(Duration.ofSeconds(15)),
    TRAINING(Duration.ofSeconds(20)),
    BACKTEST(Duration.ofSeconds(20));

    static final List<String> MODULES =
            List.of("worker-registry-service", "coordinator-service", "training-worker", "backtest-worker");

    private final Duration patience;

    ServiceKind(Duration patience) {
        this.patience = patience;
    }

    /** How long it may take to stop before it is killed. */
    Duration patience() {
        return patience;
    }

    /** Stopped together with its neighbours of the same rank, highest rank first. */
    int stopRank() {
        return switch (this) {
            case POSTGRES -> 0;
            case REGISTRY -> 1;
            case COORDINATOR -> 2;
            case TRAINING, BACKTEST -> 3;
        };
    }

    boolean isWorker() {
        return this == TRAINING || this == BACKTEST;
    }

    /** The kind that a process of local mode has by its name, such as {@code training-1}. */
    static ServiceKind of(String processName) {
        return switch (processName.split("-", 2)[0]) {
            case "postgres" -> POSTGRES;
            case "registry" -> REGISTRY;
            case "coordinator" -> COORDINATOR;
            case "training" -> TRAINING;
            case "backtest" -> BACKTEST;
            default -> throw new IllegalArgumentException("no process of local mode is called " + processName);
        };
    }
}
