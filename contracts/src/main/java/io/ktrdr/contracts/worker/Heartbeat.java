package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A worker is alive.
 *
 * @param job      what it is running, null for nothing
 * @param draining it takes no further job
 * @param obstacle why it can take no job at present, for people; null while nothing is in the way
 * @param measurements null from a worker that does not measure
 */
@Wire
public record Heartbeat(
        String incarnation,
        long mark,
        @Nullable RunningJob job,
        boolean draining,
        @Nullable String obstacle,
        @Nullable WorkerMeasurements measurements) {
    private static final int MAX_OBSTACLE = 200;

    /** What an operating system says of its disk must not make the heartbeat unacceptable. */
    public Heartbeat {
        if (obstacle != null) {
            String readable = obstacle.replaceAll("[\\p{Cc}\\p{Cs}\\x{10000}-\\x{10FFFF}]", " ")
                    .strip();
            obstacle = readable.substring(0, Math.min(MAX_OBSTACLE, readable.length()));
        }
    }
}
