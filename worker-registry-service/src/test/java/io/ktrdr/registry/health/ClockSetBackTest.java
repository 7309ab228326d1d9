package io.ktrdr.registry.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.BreakerState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What was to end soon does not last until the clock is there again. */
class ClockSetBackTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant BEFORE = NOW.plus(Duration.ofHours(3));

    @Test
    void standing_back_lasts_no_longer_than_it_would_have() {
        Recovery backoff = HealthScenes.in(RecoveryState.BACKOFF, BEFORE);
        Vitals vitals = new Vitals(Duration.ZERO, "boot-2", false, null, WorkerRecord.NEW);
        Recovery next = RecoveryMachine.next(backoff, vitals, NOW, HealthScenes.RULES);
        assertEquals(RecoveryState.BACKOFF, next.state());
        assertEquals(NOW, next.since());
        assertEquals(NOW.plusSeconds(2), next.until());
        assertEquals(
                RecoveryState.STARTING,
                RecoveryMachine.next(next, vitals, NOW.plusSeconds(2), HealthScenes.RULES)
                        .state());
    }

    @Test
    void a_recovery_has_its_rounds() {
        Recovery recovery = HealthScenes.in(RecoveryState.RECOVERY, BEFORE);
        Vitals silent = new Vitals(Duration.ofHours(1), "boot-1", false, null, WorkerRecord.NEW);
        Recovery rebased = RecoveryMachine.next(recovery, silent, NOW, HealthScenes.RULES);
        assertEquals(1, rebased.round());
        Recovery next =
                RecoveryMachine.next(rebased, silent, NOW.plus(HealthScenes.RULES.roundPatience()), HealthScenes.RULES);
        assertEquals(2, next.round());
    }

    @Test
    void an_open_breaker_is_tried() {
        Breaker opened = new Breaker(5, 0, BEFORE);
        assertEquals(BreakerState.HALF_OPEN, opened.state(NOW, HealthScenes.RULES.breaker()));
        assertEquals(Duration.ZERO, opened.pauseLeft(NOW, HealthScenes.RULES.breaker()));
    }
}
