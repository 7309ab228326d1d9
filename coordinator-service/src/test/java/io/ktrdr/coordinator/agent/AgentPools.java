package io.ktrdr.coordinator.agent;

import io.ktrdr.coordinator.telemetry.Traces;
import io.ktrdr.coordinator.wake.WakeUp;
import jakarta.inject.Singleton;

/** Agents for further coordinators in the same process. */
@Singleton
public class AgentPools {
    private final AgentWork work;
    private final AgentStore store;
    private final Traces traces;

    AgentPools(AgentWork work, AgentStore store, Traces traces) {
        this.work = work;
        this.store = store;
        this.traces = traces;
    }

    public AgentPool another(WakeUp wakeUp) {
        return new AgentPool(work, store, wakeUp, traces);
    }
}
