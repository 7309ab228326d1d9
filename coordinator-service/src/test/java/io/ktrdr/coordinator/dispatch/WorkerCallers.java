package io.ktrdr.coordinator.dispatch;

import io.ktrdr.coordinator.telemetry.Traces;
import io.ktrdr.coordinator.wake.WakeUp;
import jakarta.inject.Singleton;

/** Calls to workers by further coordinators in the same process. */
@Singleton
public class WorkerCallers {
    private final JobStore store;
    private final Traces traces;

    WorkerCallers(JobStore store, Traces traces) {
        this.store = store;
        this.traces = traces;
    }

    public WorkerCalls another(WakeUp wakeUp) {
        return new WorkerCalls(store, wakeUp, traces);
    }
}
