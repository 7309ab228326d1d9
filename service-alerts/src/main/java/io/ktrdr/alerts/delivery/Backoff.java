package io.ktrdr.alerts.delivery;

import java.time.Duration;

/** How long to wait before the next attempt: twice as long each time, at most an hour; for a day in all. */
final class Backoff {
    /** With the waits in between, about a day. */
    static final int MOST_ATTEMPTS = 32;

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);

    private Backoff() {}

    /**
     * @param attempts made so far, from 1
     * @param chance   0 to 1; spreads by a fifth, so that not everything that failed together is tried together
     */
    static Duration after(int attempts, double chance) {
        long millis = LONGEST.toMillis();
        if (attempts < 20) {
            millis = Math.min(millis, FIRST.toMillis() << (attempts - 1));
        }
        return Duration.ofMillis(Math.round(millis * (0.8 + 0.4 * chance)));
    }
}
