package io.ktrdr.coordinator.task.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.contracts.research.TriggerRequest;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.admission.ResearchTrigger;
import io.ktrdr.coordinator.agent.AgentFailure;
import io.ktrdr.coordinator.agent.AgentTask;
import io.ktrdr.coordinator.agent.Blocking;
import io.ktrdr.coordinator.agent.TaskWork;
import io.ktrdr.coordinator.research.Json;
import jakarta.inject.Singleton;
import java.util.List;

/** Triggers a research, the same one at every attempt. It is held back while there is no room; here that is a lost race. */
@Singleton
final class ResearchTaskWork implements TaskWork {
    private final ResearchTrigger trigger;

    ResearchTaskWork(ResearchTrigger trigger) {
        this.trigger = trigger;
    }

    @Override
    public OperationType type() {
        return OperationType.RESEARCH;
    }

    private static Payload read(JsonNode payload) {
        return new Payload(payload, "brief", "strategy", "dataset", "seed", "priority", "gates");
    }

    private static TriggerRequest request(Payload given) {
        return new TriggerRequest(
                given.text("brief"),
                given.text("strategy"),
                given.text("dataset"),
                given.text("priority"),
                null,
                null,
                given.whole("seed"),
                null,
                null,
                null,
                null,
                given.text("gates"),
                null);
    }

    @Override
    public List<Violation> violations(JsonNode payload) {
        Payload given = read(payload);
        given.wrong(ResearchTrigger.violations(request(given)));
        return given.violations();
    }

    @Override
    public JsonNode run(AgentTask attempt, String taskId, JsonNode payload) throws AgentFailure, InterruptedException {
        TriggerRequest request = request(read(payload));
        try {
            TriggerResponse research = Blocking.await(() -> trigger.trigger(request, "task " + taskId));
            return Json.object().put("research_id", research.operationId());
        } catch (ProblemException e) {
            throw inClasses(e);
        }
    }

    /** @throws ProblemException when the database does not answer, as that is for the pool to deal with */
    private static AgentFailure inClasses(ProblemException e) {
        ProblemCode code = e.code();
        return switch (code) {
            case AT_CAPACITY, QUEUE_FULL, BUDGET_EXHAUSTED -> failure(FailureClass.DEFERRED, e);
            case UNAVAILABLE -> throw e;
            default -> failure(FailureClass.JOB, e);
        };
    }

    private static AgentFailure failure(FailureClass blame, ProblemException e) {
        return new AgentFailure(blame, e.code().wireName(), String.valueOf(e.getMessage()));
    }
}
