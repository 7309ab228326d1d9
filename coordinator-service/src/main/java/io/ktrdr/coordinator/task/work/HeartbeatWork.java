package io.ktrdr.coordinator.task.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.pool.AgentView;
import io.ktrdr.contracts.pool.IsolationReport.Collision;
import io.ktrdr.contracts.pool.ServiceView;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.coordinator.agent.AgentFailure;
import io.ktrdr.coordinator.agent.AgentReader;
import io.ktrdr.coordinator.agent.AgentRoster;
import io.ktrdr.coordinator.agent.AgentTask;
import io.ktrdr.coordinator.agent.Blocking;
import io.ktrdr.coordinator.agent.TaskWork;
import io.ktrdr.coordinator.library.ResearchMemory;
import io.ktrdr.coordinator.models.ModelChain;
import io.ktrdr.coordinator.models.ModelState;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.service.Services;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks an agent: the one that runs this, or another one as far as the database tells. What it finds wrong with itself is its
 * own failure, so that it cools down and another agent tries; what is wrong outside of it, such as a data source that is down,
 * is only told.
 */
@Singleton
final class HeartbeatWork implements TaskWork {
    private final AgentReader agents;
    private final ResearchMemory memory;
    private final Services services;
    private final ModelChain chain;
    private final MonotonicClock clock;
    private final Clock time;

    HeartbeatWork(
            AgentReader agents,
            ResearchMemory memory,
            Services services,
            ModelChain chain,
            MonotonicClock clock,
            Clock time) {
        this.agents = agents;
        this.memory = memory;
        this.services = services;
        this.chain = chain;
        this.clock = clock;
        this.time = time;
    }

    @Override
    public OperationType type() {
        return OperationType.HEARTBEAT;
    }

    private static Payload read(JsonNode payload) {
        return new Payload(payload, "agent_id");
    }

    @Override
    public List<Violation> violations(JsonNode payload) {
        Payload given = read(payload);
        String agentId = given.text("agent_id");
        if (agentId != null && !AgentRoster.isAgentId(agentId)) {
            given.wrong("agent_id", "must be the id of an agent, agent-1 to agent-16");
        }
        return given.violations();
    }

    @Override
    public JsonNode run(AgentTask attempt, String taskId, JsonNode payload) throws AgentFailure, InterruptedException {
        String agentId = Objects.requireNonNullElse(read(payload).text("agent_id"), attempt.agentId());
        long before = clock.millis();
        Optional<AgentView> found = Blocking.await(() -> agents.find(agentId));
        long roundTrip = clock.millis() - before;
        AgentView agent = found.orElseThrow(() ->
                new AgentFailure(FailureClass.JOB, "unknown_agent", "There is no agent " + agentId + " in the pool"));
        readMemory();
        List<String> wrong = wrongWith(agent, attempt.agentId());
        if (agentId.equals(attempt.agentId()) && !wrong.isEmpty()) {
            throw unhealthy(agentId + " " + String.join(", ", wrong));
        }
        ObjectNode result = Json.object()
                .put("agent_id", agentId)
                .put("checked_by", attempt.agentId())
                .put("healthy", wrong.isEmpty())
                .put("state", agent.state().wireName())
                .put("operation_id", agent.operationId())
                .put("last_error", agent.lastError())
                .put("database_ms", roundTrip);
        wrong.forEach(result.putArray("wrong")::add);
        ObjectNode outside = result.putObject("services");
        for (ServiceView service : Blocking.await(services::list)) {
            outside.putObject(service.name()).put("up", service.up()).put("error", service.error());
        }
        ObjectNode models = result.putObject("models");
        for (ModelState model : chain.states()) {
            models.putObject(model.name()).put("available", model.isAvailable(time.instant()));
        }
        return result;
    }

    private void readMemory() throws AgentFailure, InterruptedException {
        try {
            Blocking.await(() -> memory.newest(1));
        } catch (ProblemException e) {
            // the database is away: nobody's fault, and for the pool to deal with
            throw e;
        } catch (RuntimeException e) {
            throw unhealthy("The memory cannot be read: " + e.getMessage());
        }
    }

    /** An agent that checks itself is at work, so it is not asked whether it is degraded. */
    private List<String> wrongWith(AgentView agent, String checkedBy) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (Collision collision : Blocking.await(agents::collisions)) {
            List<String> others = new ArrayList<>(collision.agentIds());
            if (others.remove(agent.agentId())) {
                wrong.add("shares its " + collision.handle() + " with " + String.join(", ", others));
            }
        }
        if (agent.degradedUntil() != null && !agent.agentId().equals(checkedBy)) {
            wrong.add("is degraded: " + agent.lastError());
        }
        return wrong;
    }

    private static AgentFailure unhealthy(String reason) {
        return new AgentFailure(FailureClass.WORKER, "unhealthy", reason);
    }
}
