package io.ktrdr.registry.health;

import io.ktrdr.contracts.BreakerState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker in front of one worker (Nygard, Release It!, 2007): failures in a row open it, after a pause it lets
 * attempts through again, and some successes in a row close it. A worker runs one job at a time, so what is let through while
 * half open is one attempt at a time as well.
 *
 * @param failures  in a row, up to now
 * @param successes while open or half open, in a row
 * @param openedAt  null while closed
 */
public record Breaker(int failures, int successes, @Nullable Instant openedAt) {
    public static final Breaker CLOSED = new Breaker(0, 0, null);

    /**
     * @param failures  in a row that open it
     * @param pause     how long it lets nothing through
     * @param successes in a row that close it
     */
    public record Rules(int failures, Duration pause, int successes) {
        public Rules {
            HealthRules.require(failures > 0, "ktrdr.health.breaker-failures", "at least 1", failures);
            HealthRules.require(successes > 0, "ktrdr.health.breaker-successes", "at least 1", successes);
            HealthRules.require(pause.isPositive(), "ktrdr.health.breaker-pause", "longer than nothing", pause);
        }
    }

    public BreakerState state(Instant now, Rules rules) {
        if (openedAt == null) {
            return BreakerState.CLOSED;
        }
        // opened in the future: the clock has been set back, and how much of the pause is left cannot be told
        boolean pausing = !now.isBefore(openedAt) && now.isBefore(openedAt.plus(rules.pause()));
        return pausing ? BreakerState.OPEN : BreakerState.HALF_OPEN;
    }

    /** Zero unless it is open. */
    public Duration pauseLeft(Instant now, Rules rules) {
        if (openedAt == null || state(now, rules) != BreakerState.OPEN) {
            return Duration.ZERO;
        }
        return Duration.between(now, openedAt.plus(rules.pause()));
    }

    /** One more attempt failed. What fails while it is open was let through before, and does not prolong that. */
    Breaker failed(Instant now, Rules rules) {
        int inARow = failures + 1;
        return switch (state(now, rules)) {
            case CLOSED -> inARow < rules.failures() ? new Breaker(inARow, 0, null) : new Breaker(inARow, 0, now);
            case OPEN -> new Breaker(inARow, 0, openedAt);
            case HALF_OPEN -> new Breaker(inARow, 0, now);
        };
    }

    Breaker succeeded(Rules rules) {
        if (openedAt == null || successes + 1 >= rules.successes()) {
            return CLOSED;
        }
        return new Breaker(0, successes + 1, openedAt);
    }
}
