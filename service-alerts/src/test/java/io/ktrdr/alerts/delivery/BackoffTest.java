package io.ktrdr.alerts.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void it_doubles_from_five_seconds_to_an_hour() {
        assertEquals(Duration.ofSeconds(5), Backoff.after(1, 0.5));
        assertEquals(Duration.ofSeconds(10), Backoff.after(2, 0.5));
        assertEquals(Duration.ofSeconds(2560), Backoff.after(10, 0.5));
        assertEquals(Duration.ofHours(1), Backoff.after(11, 0.5));
        assertEquals(Duration.ofHours(1), Backoff.after(1000, 0.5));
    }

    @Test
    void chance_spreads_it_by_a_fifth() {
        assertEquals(Duration.ofSeconds(4), Backoff.after(1, 0));
        assertEquals(Duration.ofSeconds(6), Backoff.after(1, 1));
    }

    @Test
    void all_attempts_together_take_about_a_day() {
        Duration all = IntStream.range(1, Backoff.MOST_ATTEMPTS)
                .mapToObj(attempt -> Backoff.after(attempt, 0.5))
                .reduce(Duration.ZERO, Duration::plus);
        assertTrue(all.compareTo(Duration.ofHours(20)) > 0 && all.compareTo(Duration.ofHours(25)) < 0, all.toString());
    }
}
