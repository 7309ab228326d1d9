package io.ktrdr.registry.health;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.worker.WorkerState;
import org.jspecify.annotations.Nullable;

/** Where a worker is between ill and well. */
public enum RecoveryState {
    WELL(null),
    TIMEOUT(WorkerState.TIMEOUT),
    ERROR(WorkerState.ERROR),
    RECOVERY(WorkerState.RECOVERY),
    BACKOFF(WorkerState.BACKOFF),
    STARTING(WorkerState.STARTING),
    FAILED(WorkerState.FAILED);

    private final @Nullable WorkerState shown;

    RecoveryState(@Nullable WorkerState shown) {
        this.shown = shown;
    }

    /** What people see; null for a worker that is well: what it does tells its state. */
    public @Nullable WorkerState shown() {
        return shown;
    }

    /** How it is spelled in the database, where a worker that is well has none. */
    @Nullable
    String stored() {
        return this == WELL ? null : WireName.of(this);
    }

    static RecoveryState ofStored(@Nullable String stored) {
        return stored == null ? WELL : WireName.parse(RecoveryState.class, stored);
    }
}
