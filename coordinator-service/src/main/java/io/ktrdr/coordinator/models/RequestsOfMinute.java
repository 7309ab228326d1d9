package io.ktrdr.coordinator.models;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The requests that a model may be sent in any 60 seconds. SmallRye's own rolling window is not used: with a limit of 1 it
 * permits one request, and then none ever again.
 */
final class RequestsOfMinute {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int limit;
    private final Clock clock;
    private final Deque<Instant> sent = new ArrayDeque<>();

    RequestsOfMinute(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    int limit() {
        return limit;
    }

    /** False when none may be sent now. */
    synchronized boolean take() {
        Instant now = clock.instant();
        // what lies ahead was sent before the clock was set back
        sent.removeIf(then -> !then.isAfter(now.minus(MINUTE)) || then.isAfter(now));
        if (sent.size() >= limit) {
            return false;
        }
        sent.addLast(now);
        return true;
    }

    /** One that was taken was not sent after all. */
    synchronized void giveBack() {
        sent.pollLast();
    }
}
