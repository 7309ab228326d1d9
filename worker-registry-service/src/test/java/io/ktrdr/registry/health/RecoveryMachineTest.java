package io.ktrdr.registry.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecoveryMachineTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final HealthRules RULES = HealthScenes.RULES;
    private static final Duration HEARD = Duration.ofMillis(400);
    private static final Duration LOST = Duration.ofSeconds(16);

    private static Vitals vitals(@Nullable Duration silence, String boot, @Nullable WorkerMeasurements measured) {
        return new Vitals(silence, boot, true, measured, WorkerRecord.NEW);
    }

    private static Vitals fine(String boot) {
        return vitals(HEARD, boot, null);
    }

    private static Vitals starved(String boot) {
        return vitals(HEARD, boot, HealthScenes.measured(0.97, null, null));
    }

    private static Recovery next(Recovery from, Vitals vitals, Instant now) {
        return RecoveryMachine.next(from, vitals, now, RULES);
    }

    private static Recovery after(Recovery from, RecoveryState expected, Vitals vitals, Instant now) {
        Recovery to = next(from, vitals, now);
        assertEquals(expected, to.state());
        return to;
    }

    @Test
    void a_frozen_worker_times_out_is_to_be_ended_and_comes_back() {
        Recovery ill = after(Recovery.WELL, RecoveryState.TIMEOUT, vitals(LOST, "boot-1", null), NOW);
        Recovery recovering = after(ill, RecoveryState.RECOVERY, vitals(LOST, "boot-1", null), NOW.plusSeconds(1));
        assertFalse(recovering.wantsTermination(vitals(LOST, "boot-1", null), NOW.plusSeconds(15), RULES));
        assertTrue(recovering.wantsTermination(vitals(LOST, "boot-1", null), NOW.plusSeconds(16), RULES));
        assertSame(recovering, next(recovering, vitals(LOST, "boot-1", null), NOW.plusSeconds(60)));
        Recovery back = after(recovering, RecoveryState.BACKOFF, fine("boot-2"), NOW.plusSeconds(61));
        assertEquals(NOW.plusSeconds(62), back.until());
        assertSame(back, next(back, fine("boot-2"), NOW.plusMillis(61_500)));
        Recovery starting = after(back, RecoveryState.STARTING, fine("boot-2"), NOW.plusSeconds(62));
        assertSame(starting, next(starting, fine("boot-2"), NOW.plusMillis(62_300)), "not heard since");
        after(starting, RecoveryState.WELL, fine("boot-2"), NOW.plusSeconds(63));
    }

    @Test
    void one_that_was_only_silent_comes_back_as_it_is() {
        Recovery recovering = next(next(Recovery.WELL, vitals(LOST, "b", null), NOW), vitals(LOST, "b", null), NOW);
        assertFalse(recovering.wantsRestartOf("b"));
        after(recovering, RecoveryState.BACKOFF, fine("b"), NOW.plusSeconds(5));
    }

    @Test
    void one_that_ran_out_of_memory_is_asked_to_restart_until_it_is_another_process() {
        Recovery recovering = next(after(Recovery.WELL, RecoveryState.ERROR, starved("b"), NOW), starved("b"), NOW);
        assertTrue(recovering.wantsRestartOf("b"));
        assertFalse(recovering.wantsRestartOf("c"));
        assertFalse(recovering.wantsTermination(starved("b"), NOW.plusSeconds(59), RULES), "it saves its work");
        assertTrue(recovering.wantsTermination(starved("b"), NOW.plusSeconds(60), RULES));
        assertSame(recovering, next(recovering, fine("b"), NOW.plusSeconds(100)), "the same process");
        after(recovering, RecoveryState.BACKOFF, fine("c"), NOW.plusSeconds(100));
    }

    @Test
    void a_job_that_stands_still_is_a_timeout() {
        WorkerMeasurements still = HealthScenes.measured(null, Duration.ofSeconds(121), null);
        Recovery ill = after(Recovery.WELL, RecoveryState.TIMEOUT, vitals(HEARD, "b", still), NOW);
        assertEquals(Trouble.STANDSTILL, ill.trouble());
        assertTrue(next(ill, vitals(HEARD, "b", still), NOW).wantsRestartOf("b"));
    }

    @Test
    void crawling_for_a_minute_is_a_timeout_and_a_moment_is_not() {
        Vitals crawling = vitals(HEARD, "b", HealthScenes.measured(null, Duration.ofSeconds(1), 10.0));
        Vitals running = vitals(HEARD, "b", HealthScenes.measured(null, Duration.ofSeconds(1), 90.0));
        Recovery slow = after(Recovery.WELL, RecoveryState.WELL, crawling, NOW);
        assertEquals(NOW, slow.slowSince());
        assertSame(slow, next(slow, crawling, NOW.plusSeconds(59)));
        assertNull(next(slow, running, NOW.plusSeconds(59)).slowSince());
        assertEquals(
                Trouble.SLOW,
                after(slow, RecoveryState.TIMEOUT, crawling, NOW.plusSeconds(60))
                        .trouble());
    }

    @Test
    void an_open_breaker_is_an_error_and_is_waited_for() {
        WorkerRecord record = WorkerRecord.NEW;
        for (int token = 1; token <= 5; token++) {
            record = record.after(AttemptEnd.FAILED_BY_WORKER, token, NOW, RULES.breaker());
        }
        Vitals failing = new Vitals(HEARD, "b", false, null, record);
        Vitals restarted = new Vitals(HEARD, "c", false, null, record);
        Recovery ill = after(Recovery.WELL, RecoveryState.ERROR, failing, NOW);
        Recovery back = after(next(ill, failing, NOW), RecoveryState.BACKOFF, restarted, NOW.plusSeconds(10));
        assertEquals(NOW.plusSeconds(60), back.until(), "until the breaker lets something through");
        assertSame(back, next(back, restarted, NOW.plusSeconds(59)));
        Recovery starting = after(back, RecoveryState.STARTING, restarted, NOW.plusSeconds(60));
        after(starting, RecoveryState.WELL, restarted, NOW.plusSeconds(61));
    }

    @Test
    void every_round_stands_back_twice_as_long_up_to_an_hour() {
        assertEquals(Duration.ofSeconds(1), RULES.backoff(1));
        assertEquals(Duration.ofSeconds(2), RULES.backoff(2));
        assertEquals(Duration.ofSeconds(2048), RULES.backoff(12));
        assertEquals(Duration.ofHours(1), RULES.backoff(13));
        assertEquals(Duration.ofHours(1), RULES.backoff(1000));
    }

    @Test
    void one_that_is_recovered_too_often_needs_a_person_and_gets_a_first_round_from_one() {
        Recovery recovery = Recovery.WELL;
        Instant now = NOW;
        int rounds = 0;
        while (recovery.state() != RecoveryState.FAILED) {
            now = now.plusSeconds(121);
            recovery = next(recovery, starved("b"), now);
            rounds = Math.max(rounds, recovery.round());
            assertTrue(rounds <= RULES.rounds());
        }
        assertEquals(RULES.rounds(), rounds);
        assertSame(recovery, next(recovery, fine("c"), now.plus(Duration.ofDays(1))), "nobody else lets it work again");
        Recovery byHand = RecoveryMachine.recover(recovery, "c", now);
        assertEquals(RecoveryState.RECOVERY, byHand.state());
        assertEquals(1, byHand.round());
        assertTrue(byHand.wantsRestartOf("c"));
    }

    @Test
    void a_recovery_that_does_not_come_to_an_end_begins_again() {
        Recovery first = next(next(Recovery.WELL, starved("b"), NOW), starved("b"), NOW);
        assertSame(first, next(first, starved("b"), NOW.plusSeconds(119)));
        Recovery second = after(first, RecoveryState.RECOVERY, starved("b"), NOW.plusSeconds(120));
        assertEquals(2, second.round());
    }

    @Test
    void being_well_for_long_makes_the_next_recovery_a_first_one() {
        Recovery well = new Recovery(RecoveryState.WELL, null, null, 3, NOW, null, null, null);
        assertSame(well, next(well, fine("b"), NOW.plusSeconds(599)));
        Recovery calm = next(well, fine("b"), NOW.plusSeconds(600));
        assertEquals(0, calm.round());
        assertSame(calm, next(calm, fine("b"), NOW.plusSeconds(601)), "and that is all that is written");
    }

    @Test
    void a_registry_that_has_just_begun_to_hear_accuses_nobody_and_lets_nobody_back() {
        assertSame(Recovery.WELL, next(Recovery.WELL, vitals(null, "b", null), NOW));
        for (RecoveryState state : EnumSet.of(RecoveryState.RECOVERY, RecoveryState.BACKOFF, RecoveryState.STARTING)) {
            Recovery waiting = HealthScenes.in(state, NOW);
            assertSame(waiting, next(waiting, vitals(null, "boot-2", null), NOW.plusSeconds(5)));
        }
    }

    /** Every transition there is, and no other; the picture in docs/worker-health.md shows these. */
    static final Map<RecoveryState, Set<RecoveryState>> ALLOWED = allowed();

    private static Map<RecoveryState, Set<RecoveryState>> allowed() {
        Map<RecoveryState, Set<RecoveryState>> allowed = new HashMap<>();
        allowed.put(RecoveryState.WELL, EnumSet.of(RecoveryState.TIMEOUT, RecoveryState.ERROR));
        allowed.put(RecoveryState.TIMEOUT, EnumSet.of(RecoveryState.RECOVERY, RecoveryState.FAILED));
        allowed.put(RecoveryState.ERROR, EnumSet.of(RecoveryState.RECOVERY, RecoveryState.FAILED));
        allowed.put(RecoveryState.RECOVERY, EnumSet.of(RecoveryState.BACKOFF, RecoveryState.FAILED));
        allowed.put(
                RecoveryState.BACKOFF, EnumSet.of(RecoveryState.STARTING, RecoveryState.TIMEOUT, RecoveryState.ERROR));
        allowed.put(RecoveryState.STARTING, EnumSet.of(RecoveryState.WELL, RecoveryState.TIMEOUT, RecoveryState.ERROR));
        allowed.put(RecoveryState.FAILED, EnumSet.noneOf(RecoveryState.class));
        return allowed;
    }

    @Test
    void all_sights_in_all_states_lead_where_the_picture_says() {
        Map<RecoveryState, Set<RecoveryState>> seen = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            RecoveryState[] states = RecoveryState.values();
            Recovery scene = HealthScenes.in(states[random.nextInt(states.length)], NOW);
            Recovery from = new Recovery(
                    scene.state(),
                    scene.trouble() == null ? null : Trouble.values()[random.nextInt(Trouble.values().length)],
                    scene.reason(),
                    random.nextInt(RULES.rounds() + 1),
                    NOW.minusSeconds(random.nextInt(1000)),
                    scene.until() == null ? null : NOW.plusSeconds(random.nextInt(20) - 10L),
                    scene.incarnation(),
                    scene.state() == RecoveryState.WELL && random.nextBoolean() ? NOW.minusSeconds(90) : null);
            Duration[] silences = {null, HEARD, LOST};
            Double[] memories = {null, 0.5, 0.97};
            Duration[] ages = {null, HEARD, Duration.ofMinutes(3)};
            Double[] speeds = {null, 10.0, 90.0};
            Vitals vitals = new Vitals(
                    silences[random.nextInt(3)],
                    "boot-" + (1 + random.nextInt(2)),
                    random.nextBoolean(),
                    HealthScenes.measured(
                            memories[random.nextInt(3)], ages[random.nextInt(3)], speeds[random.nextInt(3)]),
                    HealthScenes.randomRecord(random, NOW));
            Recovery to = next(from, vitals, NOW);
            if (to.state() != from.state()) {
                seen.computeIfAbsent(from.state(), key -> EnumSet.noneOf(RecoveryState.class))
                        .add(to.state());
                assertEquals(NOW, to.since());
            }
            assertEquals(to.state() == RecoveryState.BACKOFF, to.until() != null);
            if (to.state() != RecoveryState.WELL) {
                assertTrue(to.trouble() != null && to.reason() != null && to.incarnation() != null);
            }
        }
        seen.put(RecoveryState.FAILED, EnumSet.noneOf(RecoveryState.class));
        assertEquals(new TreeSet<>(ALLOWED.keySet()), new TreeSet<>(seen.keySet()));
        assertEquals(ALLOWED, seen);
    }
}
