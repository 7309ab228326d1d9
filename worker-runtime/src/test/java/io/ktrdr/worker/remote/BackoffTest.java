package io.ktrdr.worker.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(7));

    @Test
    void waits_grow_to_the_longest_and_stay_in_the_upper_half() {
        long ceiling = 100;
        for (int failure = 0; failure < 100; failure++) {
            long wait = backoff.next().toMillis();
            assertTrue(wait >= ceiling / 2 && wait <= ceiling, wait + " of " + ceiling);
            ceiling = Math.min(5000, ceiling * 2);
        }
    }

    @Test
    void success_starts_over() {
        for (int failure = 0; failure < 10; failure++) {
            backoff.next();
        }
        backoff.reset();
        assertTrue(backoff.next().toMillis() <= 100);
    }

    @Test
    void two_workers_do_not_come_back_together() {
        Backoff other = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(8));
        long same = 0;
        for (int failure = 0; failure < 20; failure++) {
            same += backoff.next().equals(other.next()) ? 1 : 0;
        }
        assertEquals(0, same);
    }
}
