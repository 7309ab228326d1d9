package io.ktrdr.cli.ops;

import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.contracts.operation.OperationView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation's time went: spans that lie end to end from its creation to its end (or to now), each named by the
 * event that began it, so that every second is in exactly one.
 */
@Wire
@RegisterForReflection
record Explanation(String operationId, double totalSeconds, List<Span> spans) {
    /**
     * @param seconds from this event to the next
     * @param began   the event that began it, {@code created} for the time before the first one
     * @param reason  what the event gave as its reason, such as a cause of waiting
     */
    @Wire
    @RegisterForReflection
    record Span(
            Instant from,
            double seconds,
            String began,
            @Nullable String reason) {}

    static Explanation of(OperationView operation, List<OperationEvent> events, Instant now) {
        Instant end = operation.finishedAt() == null ? now : operation.finishedAt();
        List<Span> spans = new ArrayList<>();
        Instant from = operation.createdAt();
        String began = "created";
        String reason = null;
        for (OperationEvent event : events) {
            // events are stamped as they are committed: one may be a hair outside of the operation's own times
            Instant at = event.at().isAfter(end) ? end : event.at();
            if (at.isAfter(from)) {
                spans.add(new Span(from, seconds(from, at), began, reason));
                from = at;
            }
            began = event.type();
            reason = reason(event);
        }
        if (end.isAfter(from)) {
            spans.add(new Span(from, seconds(from, end), began, reason));
        }
        return new Explanation(operation.operationId(), seconds(operation.createdAt(), end), List.copyOf(spans));
    }

    private static @Nullable String reason(OperationEvent event) {
        for (String field : List.of("cause", "reason", "message", "worker_id")) {
            String text = event.detail().path(field).asText("");
            if (!text.isEmpty()) {
                return text;
            }
        }
        return null;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
