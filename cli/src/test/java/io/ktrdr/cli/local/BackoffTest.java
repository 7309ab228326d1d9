package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    @Test
    void pauses_double_up_to_thirty_seconds() {
        Backoff backoff = new Backoff();
        long[] pauses = LongStream.range(0, 8)
                .map(crash -> backoff.afterCrash(AT_ONCE).toSeconds())
                .toArray();
        assertEquals("[1, 2, 4, 8, 16, 30, 30, 30]", Arrays.toString(pauses));
    }

    @Test
    void a_minute_up_makes_the_next_crash_a_first_one() {
        Backoff backoff = new Backoff();
        backoff.afterCrash(AT_ONCE);
        backoff.afterCrash(AT_ONCE);
        assertEquals(Duration.ofSeconds(1), backoff.afterCrash(Duration.ofSeconds(60)));
        assertEquals(Duration.ofSeconds(2), backoff.afterCrash(Duration.ofSeconds(59)));
    }
}
