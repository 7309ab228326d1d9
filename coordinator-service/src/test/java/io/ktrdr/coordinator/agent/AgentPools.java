package io.ktrdr.coordinator.agent;

import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.wake.WakeUp;
import jakarta.inject.Singleton;

/** Agents for further coordinators in the same process. */
@Singleton
public class AgentPools {
    private final AgentWork work;
    private final AgentStore store;
    private final BudgetLedger budget;

    AgentPools(AgentWork work, AgentStore store, BudgetLedger budget) {
        this.work = work;
        this.store = store;
        this.budget = budget;
    }

    public AgentPool another(WakeUp wakeUp) {
        return new AgentPool(work, store, budget, wakeUp);
    }
}
