package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Designs, assesses, and does what the tasks of the pool are about. */
final class RealWork implements AgentWork {
    private final DesignWork design;
    private final AssessmentWork assessment;
    private final Map<OperationType, TaskWork> tasks;

    RealWork(DesignWork design, AssessmentWork assessment, List<TaskWork> tasks) {
        this.design = design;
        this.assessment = assessment;
        this.tasks = tasks.stream().collect(Collectors.toUnmodifiableMap(TaskWork::type, Function.identity()));
    }

    @Override
    public JsonNode run(AgentTask task) throws AgentFailure, InterruptedException {
        return switch (task.type()) {
            case AGENT_DESIGN -> design.run(task);
            case AGENT_ASSESSMENT -> assessment.run(task);
            case DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL -> taskResult(task);
            case AGENT_RESEARCH, TRAINING, BACKTESTING ->
                throw new IllegalArgumentException(task.type().wireName() + " is nothing for agents");
        };
    }

    private JsonNode taskResult(AgentTask task) throws AgentFailure, InterruptedException {
        TaskWork work = tasks.get(task.type());
        if (work == null) {
            throw new AgentFailure(
                    FailureClass.JOB,
                    "unknown_task",
                    "No agent knows " + task.type().wireName() + " tasks");
        }
        return work.run(task, task.spec().path("task_id").asText(), task.spec().path("payload"));
    }
}
