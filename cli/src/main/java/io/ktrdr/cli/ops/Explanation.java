package io.ktrdr.cli.ops;

import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation's time and money went. Its spans lie end to end from its creation to its end (or to now), so that every
 * millisecond is in exactly one; all seconds here are whole milliseconds, and add up exactly.
 *
 * @param costUsd  what its calls of models are charged, those of its children included; null when the coordinator does not tell
 * @param summary  of the classes that there are, longest first
 * @param attempts of its steps, as they were made; empty for a step
 */
@Wire
@RegisterForReflection
record Explanation(
        String operationId,
        OperationType operationType,
        OperationStatus status,
        BigDecimal totalSeconds,
        @Nullable Double costUsd,
        List<Share> summary,
        List<Span> spans,
        List<AttemptAccount> attempts) {

    /** All spans of one class. */
    @Wire
    @RegisterForReflection
    record Share(TimeClass timeClass, BigDecimal seconds) {}

    /**
     * @param seconds          from this event to the next
     * @param began            the event that began it, {@code created} for the time before the first one
     * @param reason           what the event gave as its reason, such as a cause of waiting
     * @param what             happened meanwhile, for people
     * @param childOperationId whose attempt it was spent on; null when on none
     */
    @Wire
    @RegisterForReflection
    record Span(
            Instant from,
            BigDecimal seconds,
            String began,
            @Nullable String reason,
            TimeClass timeClass,
            String what,
            @Nullable String childOperationId) {
        boolean continues(Span before) {
            return timeClass == before.timeClass
                    && what.equals(before.what)
                    && Objects.equals(childOperationId, before.childOperationId);
        }

        Span andThen(Span after) {
            return new Span(from, seconds.add(after.seconds), began, reason, timeClass, what, childOperationId);
        }
    }

    /**
     * One attempt at one step: its seconds lie between its own creation and end.
     *
     * @param lostSeconds    ran or unheard of, and nothing came of it
     * @param keptSeconds    ran, and something came of it: a result, or a checkpoint that the next attempt went on from
     * @param outcome        why it failed, and what became of its work; null for one that is completed or not over
     */
    @Wire
    @RegisterForReflection
    record AttemptAccount(
            String operationId,
            OperationType operationType,
            int attempt,
            OperationStatus status,
            @Nullable String executedBy,
            BigDecimal waitedSeconds,
            BigDecimal handedOverSeconds,
            BigDecimal keptSeconds,
            BigDecimal lostSeconds,
            @Nullable Double costUsd,
            @Nullable String outcome) {}

    static BigDecimal seconds(Instant from, Instant to) {
        return BigDecimal.valueOf(Duration.between(from, to).toMillis(), 3);
    }

    static BigDecimal total(List<Span> spans) {
        return spans.stream().map(Span::seconds).reduce(BigDecimal.valueOf(0, 3), BigDecimal::add);
    }

    static List<Share> summary(List<Span> spans) {
        Map<TimeClass, BigDecimal> sums = new EnumMap<>(TimeClass.class);
        spans.forEach(span -> sums.merge(span.timeClass(), span.seconds(), BigDecimal::add));
        return sums.entrySet().stream()
                .map(sum -> new Share(sum.getKey(), sum.getValue()))
                .sorted((a, b) -> b.seconds().compareTo(a.seconds()))
                .toList();
    }
}
