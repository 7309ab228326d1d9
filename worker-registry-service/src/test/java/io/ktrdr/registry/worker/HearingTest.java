package io.ktrdr.registry.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.health.HealthScenes;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LATE = Duration.ofSeconds(5);

    private static KnownWorker heardBefore(Duration silence) {
        return new KnownWorker(
                "w1",
                WorkerType.TRAINING,
                "http://w1",
                "1",
                "boot-1",
                false,
                NOW.minus(silence),
                0,
                false,
                null,
                null,
                Condition.NEW);
    }

    private static Hearing sweptBefore(Duration ago) {
        return Hearing.of(NOW, NOW.minusSeconds(100), NOW.minus(ago), LATE);
    }

    @Test
    void silence_runs_from_when_the_worker_was_last_heard() {
        assertEquals(Duration.ofSeconds(20), sweptBefore(LATE).silenceOf(heardBefore(Duration.ofSeconds(20))));
    }

    @Test
    void silence_from_before_the_registry_could_hear_does_not_count() {
        assertEquals(Duration.ofSeconds(100), sweptBefore(LATE).silenceOf(heardBefore(Duration.ofHours(1))));
        assertEquals(Duration.ofSeconds(100), sweptBefore(LATE).silenceOfAStranger());
    }

    @Test
    void a_registry_whose_sweep_is_overdue_has_just_begun_to_hear() {
        Hearing justWokenUp = sweptBefore(LATE.plusMillis(1));
        assertEquals(Duration.ZERO, justWokenUp.silenceOf(heardBefore(Duration.ofHours(1))));
        assertFalse(justWokenUp.heard(heardBefore(Duration.ofMillis(1))));
    }

    @Test
    void a_heartbeat_that_arrives_while_the_clock_is_read_is_no_negative_silence() {
        assertEquals(Duration.ZERO, sweptBefore(LATE).silenceOf(heardBefore(Duration.ofMillis(-3))));
        assertTrue(sweptBefore(LATE).heard(heardBefore(Duration.ofMillis(-3))));
    }

    @Test
    void durations_that_would_call_healthy_workers_lost_are_refused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Timing(
                        Duration.ofSeconds(5), Duration.ofSeconds(9), Duration.ofMinutes(5), HealthScenes.RULES));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Timing(Duration.ZERO, Duration.ofSeconds(9), Duration.ofMinutes(5), HealthScenes.RULES));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Timing(
                        Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(15), HealthScenes.RULES));
    }
}
