package io.ktrdr.coordinator.models;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How patient the chain is with each model.
 *
 * @param attempts         at a model for one question, the first included
 * @param firstPause       before the second attempt; doubles from there, and is cut by chance to half of it at least
 * @param longestPause     beyond which no model is waited for, also when its provider asks for more: the next one is asked
 * @param failuresToOpen   failures in a row after which a model is not asked for a while
 * @param open             that while
 * @param successesToClose after which it counts as well again
 */
record Guarding(
        int attempts,
        Duration firstPause,
        Duration longestPause,
        int failuresToOpen,
        Duration open,
        int successesToClose) {
    static final Guarding STANDARD =
            new Guarding(3, Duration.ofSeconds(1), Duration.ofSeconds(30), 5, Duration.ofSeconds(60), 3);

    /**
     * How long to wait before the next attempt.
     *
     * @param failed     attempts so far, at least 1
     * @param retryAfter what the provider asked for; never shortened
     * @param chance     0 to 1
     */
    Duration pause(int failed, @Nullable Duration retryAfter, double chance) {
        long doubled = firstPause.toMillis() << Math.min(failed - 1, 20);
        long most = Math.min(doubled, longestPause.toMillis());
        Duration ours = Duration.ofMillis(Math.round(most * (0.5 + chance / 2)));
        if (retryAfter == null) {
            return ours;
        }
        // not all of us at the same moment
        Duration theirs = retryAfter.plusMillis(Math.round(firstPause.toMillis() * chance));
        return theirs.compareTo(ours) < 0 ? ours : theirs;
    }

    /** Whether the same model is asked again. */
    boolean isWorthRetrying(CallFailure failure) {
        Duration retryAfter = failure.retryAfter();
        return failure.fault().mayBeRetried() && (retryAfter == null || retryAfter.compareTo(longestPause) <= 0);
    }
}
