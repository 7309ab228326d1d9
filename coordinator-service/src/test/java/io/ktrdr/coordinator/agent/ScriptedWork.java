package io.ktrdr.coordinator.agent;

import static io.ktrdr.coordinator.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.research.Json;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Attempts that end when, and as, a test says. */
@Singleton
@Alternative
public class ScriptedWork implements AgentWork {
    private record Attempt(AgentTask task, CompletableFuture<JsonNode> end) {}

    private final Map<String, Attempt> atWork = new ConcurrentHashMap<>();
    private final Provider<AgentPool> pool;

    ScriptedWork(Provider<AgentPool> pool) {
        this.pool = pool;
    }

    @Override
    public JsonNode run(AgentTask task) throws AgentFailure, InterruptedException {
        Attempt attempt = new Attempt(task, new CompletableFuture<>());
        atWork.put(task.operationId(), attempt);
        try {
            return attempt.end().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AgentFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } finally {
            atWork.remove(task.operationId());
        }
    }

    /** The agent that is at this attempt, once it has begun. */
    public String agentAt(String operationId) {
        return attempt(operationId).task().agentId();
    }

    public JsonNode specOf(String operationId) {
        return attempt(operationId).task().spec();
    }

    public void completes(String operationId, String result) {
        attempt(operationId).end().complete(Json.parse(result));
        isLeft(operationId);
    }

    public void fails(String operationId, FailureClass blame, String message) {
        attempt(operationId).end().completeExceptionally(new AgentFailure(blame, "scripted", message));
        isLeft(operationId);
    }

    private Attempt attempt(String operationId) {
        eventually(() -> atWork.containsKey(operationId), () -> "nobody is at " + operationId);
        return Objects.requireNonNull(atWork.get(operationId));
    }

    /** Nobody is at it any more. */
    public void isLeft(String operationId) {
        eventually(() -> !pool.get().running().contains(operationId), () -> "somebody is at " + operationId);
    }
}
