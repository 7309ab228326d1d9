package io.ktrdr.coordinator.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.operation.BatchRequest;
import io.ktrdr.contracts.operation.BatchRequest.Item;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.contracts.research.TriggerRequest;
import io.ktrdr.contracts.task.TaskRequest;
import io.ktrdr.coordinator.admission.ResearchTrigger;
import io.ktrdr.coordinator.agent.TaskWork;
import io.ktrdr.coordinator.lock.Circle;
import io.ktrdr.coordinator.operation.OperationId;
import io.ktrdr.coordinator.task.TaskInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.traverse.TopologicalOrderIterator;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it was asked for, all of it checked that the request alone tells.
 *
 * @param parts by name, in an order in which nothing comes before what it depends on
 * @param order names in the order in which they were given
 */
record BatchInput(Map<String, Part> parts, List<String> order) {
    static final int MAX_OPERATIONS = 100;
    private static final int MAX_KEY = 255;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    sealed interface Part {
        List<String> dependsOn();

        record Research(TriggerRequest request) implements Part {
            @Override
            public List<String> dependsOn() {
                return request.dependsOn() == null ? List.of() : request.dependsOn();
            }
        }

        record Task(TaskInput input) implements Part {
            @Override
            public List<String> dependsOn() {
                return input.terms().dependsOn();
            }
        }
    }

    /** @throws ProblemException naming everything that is wrong, and where */
    static BatchInput check(BatchRequest request, @Nullable String idempotencyKey, Map<OperationType, TaskWork> works) {
        List<Violation> violations = new ArrayList<>();
        List<Item> items = Objects.requireNonNullElse(request.operations(), List.<Item>of());
        if (items.isEmpty() || items.size() > MAX_OPERATIONS) {
            violations.add(new Violation("operations", "must be 1 to " + MAX_OPERATIONS));
        }
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY)) {
            violations.add(new Violation("Idempotency-Key", "must have 1 to " + MAX_KEY + " characters"));
        }
        Map<String, Integer> numbers = names(items, violations);
        Map<String, Part> parts = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (item != null && item.name() != null) {
                Part part = part(item, request.requestedBy(), "operations[" + i + "]", numbers, works, violations);
                if (part != null) {
                    parts.put(item.name(), part);
                }
            }
        }
        refuse(violations);
        return new BatchInput(sorted(parts), List.copyOf(numbers.keySet()));
    }

    private static Map<String, Integer> names(List<Item> items, List<Violation> violations) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            String name = items.get(i) == null ? null : items.get(i).name();
            String field = "operations[" + i + "].name";
            if (name == null || !NAME.matcher(name).matches() || OperationId.isOne(name)) {
                violations.add(new Violation(
                        field, "must be a name of letters, digits and ._- that is no operation's id, at most 64 long"));
            } else if (numbers.putIfAbsent(name, i) != null) {
                violations.add(
                        new Violation(field, "'" + name + "' is the name of operations[" + numbers.get(name) + "]"));
            }
        }
        return numbers;
    }

    private static @Nullable Part part(
            Item item,
            @Nullable String requestedBy,
            String path,
            Map<String, Integer> names,
            Map<OperationType, TaskWork> works,
            List<Violation> violations) {
        boolean research = item.brief() != null || item.strategy() != null;
        if (research == (item.taskType() != null)) {
            violations.add(new Violation(path, "give a brief or a strategy for a research, or a task_type for a task"));
            return null;
        }
        try {
            return research
                    ? research(item, requestedBy, path, names, violations)
                    : task(item, path, names, works, violations);
        } catch (ProblemException e) {
            List<Violation> found = e.problem().violations();
            if (found == null || found.isEmpty()) {
                throw e;
            }
            found.forEach(one -> violations.add(within(path, one)));
            return null;
        }
    }

    private static Part research(
            Item item,
            @Nullable String requestedBy,
            String path,
            Map<String, Integer> names,
            List<Violation> violations) {
        // a null that was sent reads as a node
        JsonNode payload = item.payload() == null || item.payload().isNull() ? null : item.payload();
        only(path, violations, payload, "payload", item.preferredAgentId(), "preferred_agent_id", "a task");
        TriggerRequest request = new TriggerRequest(
                item.brief(),
                item.strategy(),
                item.dataset(),
                item.priority(),
                null,
                true,
                item.seed(),
                requestedBy,
                item.dependsOn(),
                item.onDependencyFailure(),
                item.locks(),
                item.gates(),
                null);
        ResearchTrigger.violations(request, names::containsKey).forEach(one -> violations.add(within(path, one)));
        return new Part.Research(request);
    }

    private static Part task(
            Item item,
            String path,
            Map<String, Integer> names,
            Map<OperationType, TaskWork> works,
            List<Violation> violations) {
        only(path, violations, item.dataset(), "dataset", item.seed(), "seed", "a research");
        return new Part.Task(TaskInput.check(
                new TaskRequest(
                        item.taskType(),
                        item.payload(),
                        item.preferredAgentId(),
                        item.priority(),
                        item.dependsOn(),
                        item.onDependencyFailure(),
                        item.locks()),
                null,
                works,
                names::containsKey));
    }

    private static void only(
            String path,
            List<Violation> violations,
            @Nullable Object first,
            String firstName,
            @Nullable Object second,
            String secondName,
            String whose) {
        if (first != null) {
            violations.add(new Violation(path + "." + firstName, "only " + whose + " has one"));
        }
        if (second != null) {
            violations.add(new Violation(path + "." + secondName, "only " + whose + " has one"));
        }
    }

    private static Violation within(String path, Violation violation) {
        return new Violation(path + "." + violation.field(), violation.message());
    }

    /** @throws ProblemException naming the circle in which they depend on each other */
    private static Map<String, Part> sorted(Map<String, Part> parts) {
        DefaultDirectedGraph<String, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
        parts.keySet().stream().sorted().forEach(graph::addVertex);
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            for (String other : part.getValue().dependsOn()) {
                if (other.equals(part.getKey())) {
                    throw circle(List.of(other));
                }
                if (parts.containsKey(other)) {
                    graph.addEdge(part.getKey(), other);
                }
            }
        }
        Circle.in(graph).ifPresent(found -> {
            throw circle(found);
        });
        List<String> dependentsFirst = new ArrayList<>();
        new TopologicalOrderIterator<>(graph).forEachRemaining(dependentsFirst::add);
        Map<String, Part> sorted = new LinkedHashMap<>();
        for (String name : dependentsFirst.reversed()) {
            sorted.put(name, Objects.requireNonNull(parts.get(name)));
        }
        return sorted;
    }

    private static ProblemException circle(List<String> names) {
        return ProblemException.invalid(
                "operations",
                "depend on each other in a circle: " + String.join(" -> ", names) + " -> " + names.getFirst());
    }

    private static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}
