package io.ktrdr.cli.ops;

import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a research or a task: its events and its children's, in the order in which they happened.
 *
 * @param root   the research or the task
 * @param now    the end of what is not over
 */
record History(OperationView root, List<OperationView> children, List<OperationEvent> events, Instant now) {
    private static final Set<TimeClass> LOST = EnumSet.of(TimeClass.LOST, TimeClass.UNHEARD);

    /** Of the research or the task with all its attempts. */
    Explanation ofAll() {
        List<Explanation.Span> spans = Timeline.of(this, root, null);
        return explanation(root, spans, children.stream().map(this::account).toList());
    }

    /** Of one of its attempts. */
    Explanation of(OperationView child) {
        return explanation(child, Timeline.of(this, child, child), List.of());
    }

    private static Explanation explanation(
            OperationView operation, List<Explanation.Span> spans, List<Explanation.AttemptAccount> attempts) {
        return new Explanation(
                operation.operationId(),
                operation.operationType(),
                operation.status(),
                Explanation.total(spans),
                operation.costUsd(),
                Explanation.summary(spans),
                spans,
                attempts);
    }

    private Explanation.AttemptAccount account(OperationView child) {
        List<Explanation.Span> spans = Timeline.of(this, child, child);
        Set<TimeClass> waited = EnumSet.complementOf(
                EnumSet.of(TimeClass.RAN, TimeClass.LOST, TimeClass.UNHEARD, TimeClass.HANDED_OVER));
        return new Explanation.AttemptAccount(
                child.operationId(),
                child.operationType(),
                child.attempt(),
                child.status(),
                executedBy(child),
                sum(spans, waited),
                sum(spans, EnumSet.of(TimeClass.HANDED_OVER)),
                sum(spans, EnumSet.of(TimeClass.RAN)),
                sum(spans, LOST),
                child.costUsd(),
                outcome(child));
    }

    private static BigDecimal sum(List<Explanation.Span> spans, Set<TimeClass> classes) {
        return Explanation.total(spans.stream()
                .filter(span -> classes.contains(span.timeClass()))
                .toList());
    }

    private @Nullable String outcome(OperationView child) {
        if (child.status() != OperationStatus.FAILED && child.status() != OperationStatus.CANCELLED) {
            return takenOverFrom(child);
        }
        String why =
                Objects.requireNonNullElse(child.errorMessage(), child.status().wireName());
        OperationView next = Fate.of(child, children, events).successor();
        if (child.startedAt() == null) {
            return why + "; had not begun";
        }
        if (next == null) {
            return why + "; its work was lost";
        }
        return why
                + (child.checkpointAt() == null
                        ? "; its work was lost, attempt " + next.attempt() + " began " + origin(child)
                        : "; attempt " + next.attempt() + " went on from its checkpoint, step "
                                + child.checkpointStep());
    }

    private static String origin(OperationView child) {
        return child.checkpointStep() == null
                ? "anew"
                : "where it had begun, at the checkpoint of step " + child.checkpointStep();
    }

    private @Nullable String takenOverFrom(OperationView child) {
        return events.stream()
                .filter(event -> event.operationId().equals(child.operationId()))
                .map(event -> event.detail().path("taken_over_from").asText(""))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .map(id -> "result taken over from " + id)
                .orElse(null);
    }

    static @Nullable String executedBy(OperationView child) {
        return child.workerId() == null ? child.agentId() : child.workerId();
    }
}
