package io.ktrdr.coordinator.agent;

import io.ktrdr.coordinator.wake.WakeUp;
import jakarta.inject.Singleton;

/** Agents for further coordinators in the same process. */
@Singleton
public class AgentPools {
    private final AgentWork work;
    private final AgentStore store;

    AgentPools(AgentWork work, AgentStore store) {
        this.work = work;
        this.store = store;
    }

    public AgentPool another(WakeUp wakeUp) {
        return new AgentPool(work, store, wakeUp);
    }
}
