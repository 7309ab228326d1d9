package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** What agents do. Runs on a virtual thread and may block. */
interface AgentWork {
    /** US dollars this is expected to cost at most. */
    BigDecimal estimate(AgentTask task);

    /**
     * @throws AgentFailure when it cannot be done
     * @throws InterruptedException when the task was stopped
     */
    Outcome run(AgentTask task) throws AgentFailure, InterruptedException;

    /** @param cost US dollars really spent */
    record Outcome(JsonNode result, BigDecimal cost) {}
}
