package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation that nobody is the parent of, with all its attempts: everything that the next decision depends on. A research,
 * or a task of the pool.
 *
 * @param version      for compare-and-swap
 * @param phase        of a research; null for a task
 * @param rank         its place in every line
 * @param request      what was asked for: {@code brief} or {@code strategy}, {@code dataset}, {@code seed}; of a task its
 *                     {@code payload}
 * @param waitingCause what it was last seen waiting for
 * @param standing     what it depends on, and what it lacks
 * @param children     in the order in which they were created
 */
public record Root(
        String id,
        OperationType type,
        long version,
        OperationStatus status,
        @Nullable ResearchPhase phase,
        int priority,
        OffsetDateTime rank,
        JsonNode request,
        @Nullable WaitingCause waitingCause,
        Standing standing,
        List<Child> children) {

    /** The designed strategy's name; null until there is one. */
    public @Nullable String strategyName() {
        return designed().path("strategy").path("name").asText(null);
    }

    /** Of the dataset that it was designed for; null until that is known. */
    public @Nullable String datasetSha256() {
        return designed().path("dataset").path("sha256").asText(null);
    }

    /** Whether a part of that dataset is kept from it. */
    public boolean holdsOut() {
        return designed().path("windows").path("holdout").isObject();
    }

    private JsonNode designed() {
        Child design = latest(OperationType.AGENT_DESIGN);
        JsonNode result = design == null ? null : design.result();
        return result == null ? MissingNode.getInstance() : result;
    }

    /** The newest attempt at a phase. */
    @Nullable
    Child latest(OperationType type) {
        Child latest = null;
        for (Child child : children) {
            if (child.type() == type && (latest == null || child.attempt() > latest.attempt())) {
                latest = child;
            }
        }
        return latest;
    }

    List<Child> attempts(OperationType type) {
        return children.stream().filter(child -> child.type() == type).toList();
    }

    /** The same with these attempts ended. */
    Root after(List<Ending> endings) {
        if (endings.isEmpty()) {
            return this;
        }
        List<Child> now = children.stream()
                .map(child -> endings.stream()
                        .filter(ending -> ending.child().id().equals(child.id()))
                        .findFirst()
                        .map(child::failed)
                        .orElse(child))
                .toList();
        return new Root(id, type, version, status, phase, priority, rank, request, waitingCause, standing, now);
    }

    /** Jobs of it that may be running, and the workers that have them. */
    public Map<String, Assignment> jobs() {
        Map<String, Assignment> jobs = new LinkedHashMap<>();
        for (Child child : children) {
            Assignment worker = child.assignment();
            if (child.status() == OperationStatus.RUNNING && worker != null) {
                jobs.put(child.id(), worker);
            }
        }
        return jobs;
    }

    /** Children that ended and whose end this decision takes into account. */
    public List<String> unsettled() {
        return children.stream()
                .filter(child -> child.status().isTerminal() && !child.settled())
                .map(Child::id)
                .toList();
    }
}
