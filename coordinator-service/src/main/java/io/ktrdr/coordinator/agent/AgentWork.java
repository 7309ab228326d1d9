package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;

/** What agents do. Runs on a virtual thread and may block. */
interface AgentWork {
    /**
     * What it costs is reserved and settled on the way.
     *
     * @return a JSON object
     * @throws AgentFailure when it cannot be done
     * @throws InterruptedException when the task was stopped, or is no longer this coordinator's to run
     */
    JsonNode run(AgentTask task) throws AgentFailure, InterruptedException;
}
