package io.ktrdr.registry.health;

import io.ktrdr.contracts.sync.AttemptEnd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a worker's attempts ended, as the coordinator tells it: a process that dies cannot count its own failures.
 *
 * @param outcomes of the last attempts that say something about the worker, oldest first: {@code +} for a success, {@code -} for
 *                 a failure
 * @param counted  the highest token whose end is in here; tokens only grow, so an end that is told twice counts once
 */
public record WorkerRecord(Breaker breaker, String outcomes, long counted) {
    public static final WorkerRecord NEW = new WorkerRecord(Breaker.CLOSED, "", 0);

    private static final int REMEMBERED = 20;
    private static final char SUCCESS = '+';
    private static final char FAILURE = '-';

    public WorkerRecord after(AttemptEnd how, long token, Instant now, Breaker.Rules rules) {
        if (token <= counted) {
            return this;
        }
        return switch (how) {
            case COMPLETED -> new WorkerRecord(breaker.succeeded(rules), remembering(SUCCESS), token);
            case FAILED_BY_WORKER, NOT_STARTED ->
                new WorkerRecord(breaker.failed(now, rules), remembering(FAILURE), token);
            case OTHER -> new WorkerRecord(breaker, outcomes, token);
        };
    }

    /** A person says that the past shall not count. */
    WorkerRecord forgiven() {
        return new WorkerRecord(Breaker.CLOSED, "", counted);
    }

    /** The share of failures among the last attempts, 0..1; null when there was none. */
    public @Nullable Double errorRate() {
        if (outcomes.isEmpty()) {
            return null;
        }
        long failures = outcomes.chars().filter(outcome -> outcome == FAILURE).count();
        return (double) failures / outcomes.length();
    }

    private String remembering(char outcome) {
        String all = outcomes + outcome;
        return all.substring(Math.max(0, all.length() - REMEMBERED));
    }
}
