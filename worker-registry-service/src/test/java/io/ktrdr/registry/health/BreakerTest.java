package io.ktrdr.registry.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.BreakerState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Breaker.Rules RULES = HealthScenes.RULES.breaker();
    private static final Instant LATER = NOW.plus(RULES.pause());

    private static Breaker failing(int times) {
        Breaker breaker = Breaker.CLOSED;
        for (int i = 0; i < times; i++) {
            breaker = breaker.failed(NOW, RULES);
        }
        return breaker;
    }

    @Test
    void five_failures_in_a_row_open_it() {
        assertEquals(BreakerState.CLOSED, failing(4).state(NOW, RULES));
        assertEquals(BreakerState.OPEN, failing(5).state(NOW, RULES));
        assertEquals(Duration.ofMinutes(1), failing(5).pauseLeft(NOW, RULES));
    }

    @Test
    void a_success_in_between_begins_the_count_anew() {
        Breaker breaker = failing(4).succeeded(RULES);
        assertEquals(Breaker.CLOSED, breaker);
        assertEquals(BreakerState.CLOSED, breaker.failed(NOW, RULES).state(NOW, RULES));
    }

    @Test
    void after_its_pause_it_is_half_open() {
        assertEquals(BreakerState.OPEN, failing(5).state(LATER.minusMillis(1), RULES));
        assertEquals(BreakerState.HALF_OPEN, failing(5).state(LATER, RULES));
        assertEquals(Duration.ZERO, failing(5).pauseLeft(LATER, RULES));
    }

    @Test
    void half_open_one_failure_opens_it_again() {
        Breaker again = failing(5).failed(LATER, RULES);
        assertEquals(BreakerState.OPEN, again.state(LATER, RULES));
        assertEquals(LATER, again.openedAt());
    }

    @Test
    void half_open_three_successes_close_it() {
        Breaker breaker = failing(5).succeeded(RULES).succeeded(RULES);
        assertEquals(BreakerState.HALF_OPEN, breaker.state(LATER, RULES));
        assertEquals(Breaker.CLOSED, breaker.succeeded(RULES));
    }

    @Test
    void what_fails_while_it_is_open_does_not_prolong_that() {
        Breaker breaker = failing(5).failed(NOW.plusSeconds(30), RULES);
        assertEquals(BreakerState.HALF_OPEN, breaker.state(LATER, RULES));
    }
}
