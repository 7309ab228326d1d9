package io.ktrdr.coordinator.dispatch;

import io.ktrdr.coordinator.wake.WakeUp;
import jakarta.inject.Singleton;

/** Calls to workers by further coordinators in the same process. */
@Singleton
public class WorkerCallers {
    private final JobStore store;

    WorkerCallers(JobStore store) {
        this.store = store;
    }

    public WorkerCalls another(WakeUp wakeUp) {
        return new WorkerCalls(store, wakeUp);
    }
}
