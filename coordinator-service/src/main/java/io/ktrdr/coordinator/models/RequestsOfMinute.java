package io.ktrdr.coordinator.models;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The requests that a model may be sent in any 60 seconds. SmallRye's own rolling window is not used: with a limit of 1 it
 * permits one request, and then none ever again.
 */
final class RequestsOfMinute {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final long limit;
    private final Clock clock;
    private final Deque<Instant> sent = new ArrayDeque<>();

    RequestsOfMinute(long limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** When it was taken; empty when none may be sent now. */
    synchronized Optional<Instant> take() {
        Instant now = clock.instant();
        forgetBefore(now);
        if (sent.size() >= limit) {
            return Optional.empty();
        }
        sent.addLast(now);
        return Optional.of(now);
    }

    /** One that was taken was not sent after all. */
    synchronized void giveBack(Instant taken) {
        sent.removeLastOccurrence(taken);
    }

    synchronized int sent() {
        forgetBefore(clock.instant());
        return sent.size();
    }

    private void forgetBefore(Instant now) {
        // what lies ahead was sent before the clock was set back
        sent.removeIf(then -> !then.isAfter(now.minus(MINUTE)) || then.isAfter(now));
    }
}
