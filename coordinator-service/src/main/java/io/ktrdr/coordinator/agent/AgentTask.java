package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.operation.OperationType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An attempt that an agent is at.
 *
 * @param spec    what to do
 * @param agentId whose it is
 * @param failures of earlier attempts, for which agents were to blame
 */
public record AgentTask(
        String operationId,
        OperationType type,
        JsonNode spec,
        long epoch,
        String agentId,
        int failures,
        CountDownLatch stopped) {
    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Lets time pass; returns early when the task is stopped. */
    public void pass(Duration duration) throws InterruptedException {
        if (stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("stopped");
        }
    }
}
