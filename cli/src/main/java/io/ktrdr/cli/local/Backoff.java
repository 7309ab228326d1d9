package io.ktrdr.cli.local;

import java.time.Duration;

/** How long a process that ended by itself waits before it is started again: 1, 2, 4 ... 30 s. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** Up for so long, it counts as healthy: the next crash is a first one. */
    private static final Duration HEALTHY = Duration.ofSeconds(60);

    private final Duration longest;
    private Duration next = FIRST;

    Backoff() {
        this(LONGEST);
    }

    /** @param longest pause before a start, at least one second */
    Backoff(Duration longest) {
        this.longest = longest;
    }

    Duration afterCrash(Duration uptime) {
        if (uptime.compareTo(HEALTHY) >= 0) {
            next = FIRST;
        }
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return pause;
    }
}
