package io.ktrdr.coordinator.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.contracts.task.TaskRequest;
import io.ktrdr.coordinator.agent.AgentRoster;
import io.ktrdr.coordinator.agent.TaskWork;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.coordinator.research.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A task as it was asked for, all of it checked.
 *
 * @param payload a JSON object
 */
public record TaskInput(
        OperationType type, JsonNode payload, @Nullable String preferredAgentId, Terms terms) {
    static final int MAX_PAYLOAD_BYTES = 16 * 1024;
    private static final int MAX_KEY = 255;

    /** The same, depending on these. */
    public TaskInput dependingOn(List<String> ids) {
        return new TaskInput(type, payload, preferredAgentId, terms.dependingOn(ids));
    }

    private static final List<OperationType> TYPES =
            Arrays.stream(OperationType.values()).filter(OperationType::isTask).toList();

    /** @throws ProblemException naming everything that is wrong */
    static TaskInput check(TaskRequest request, @Nullable String idempotencyKey, Map<OperationType, TaskWork> works) {
        return check(request, idempotencyKey, works, name -> false);
    }

    /**
     * @param others names that stand for operations which there are not yet
     * @throws ProblemException naming everything that is wrong
     */
    public static TaskInput check(
            TaskRequest request,
            @Nullable String idempotencyKey,
            Map<OperationType, TaskWork> works,
            Predicate<String> others) {
        JsonNode payload = request.payload() == null || request.payload().isNull() ? Json.object() : request.payload();
        if (payload.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD_BYTES) {
            throw new ProblemException(Problem.of(
                    ProblemCode.PAYLOAD_TOO_LARGE, "payload is larger than " + MAX_PAYLOAD_BYTES / 1024 + " KiB"));
        }
        List<Violation> violations = new ArrayList<>();
        Optional<OperationType> type = TYPES.stream()
                .filter(known -> known.wireName().equals(request.taskType()))
                .findFirst();
        if (type.isEmpty()) {
            violations.add(new Violation(
                    "task_type",
                    "must be one of " + TYPES.stream().map(WireName::of).collect(Collectors.joining(", "))));
        }
        if (!payload.isObject()) {
            violations.add(new Violation("payload", "must be a JSON object"));
        } else if (payload.toString().contains("\\u0000")) {
            violations.add(new Violation("payload", "must not contain NUL"));
        } else if (type.isPresent() && works.containsKey(type.get())) {
            violations.addAll(works.get(type.get()).violations(payload));
        }
        String preferred = request.preferredAgentId();
        if (preferred != null && !AgentRoster.isAgentId(preferred)) {
            violations.add(new Violation("preferred_agent_id", "must be the id of an agent, agent-1 to agent-16"));
        }
        Terms.Asked asked = new Terms.Asked(
                request.priority(), request.dependsOn(), request.onDependencyFailure(), request.locks());
        violations.addAll(asked.violations(others));
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY)) {
            violations.add(new Violation("Idempotency-Key", "must have 1 to " + MAX_KEY + " characters"));
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        OperationType checked = type.orElseThrow();
        TaskWork work = works.get(checked);
        return new TaskInput(checked, payload, preferred, asked.with(work == null ? List.of() : work.locks(payload)));
    }
}
