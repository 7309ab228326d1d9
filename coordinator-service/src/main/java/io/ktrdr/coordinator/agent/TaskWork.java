package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.coordinator.lock.Lock;
import java.util.List;

/** What tasks of one type are given, and what they do. Runs on a virtual thread and may block. */
public interface TaskWork {
    OperationType type();

    /** Everything that is wrong with a payload, its fields named as {@code payload.FIELD}; empty when nothing is. */
    List<Violation> violations(JsonNode payload);

    /** What such a task reads and writes, as far as its payload tells: it gets locks on that unless it asks for others. */
    default List<Lock> locks(JsonNode payload) {
        return List.of();
    }

    /**
     * May be run again after it was broken off anywhere, by another agent, in another process: what it does must be done once.
     *
     * @param taskId  the same for all attempts at a task
     * @param payload without violations
     * @return a JSON object, the task's result
     * @throws AgentFailure when it cannot be done
     * @throws InterruptedException when the attempt was stopped
     */
    JsonNode run(AgentTask attempt, String taskId, JsonNode payload) throws AgentFailure, InterruptedException;
}
