package io.ktrdr.coordinator.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.lock.LockSimulation.Outcome;
import io.ktrdr.coordinator.lock.LockSimulation.Setting;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockSimulationTest {
    /** The rules are checked by the simulation itself, after each of its events. */
    @Property(tries = 300)
    void whatever_depends_on_what_and_locks_what_everything_ends_in_its_turn_and_no_lock_is_left(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 80) int operations,
            @ForAll @IntRange(min = 1, max = 8) int workers,
            @ForAll @IntRange(min = 1, max = 30) int resources,
            @ForAll @IntRange(max = 4) int locks,
            @ForAll @DoubleRange(max = 1) double writers,
            @ForAll @DoubleRange(max = 0.5) double patterns,
            @ForAll @DoubleRange(max = 0.9) double dependants,
            @ForAll @DoubleRange(max = 1) double asking) {
        Setting setting = new Setting(
                operations, workers, resources, locks, writers, patterns, dependants, asking, 1_000, 300, 200);
        assertEquals(operations, LockSimulation.run(setting, seed).completed());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void less_than_one_in_a_hundred_of_ten_thousand_runs_ends_up_in_a_circle_and_all_end(long seed) {
        Outcome outcome = LockSimulation.run(Setting.DEFAULT, seed);
        assertEquals(10_000, outcome.completed());
        assertTrue(outcome.waited() > 100, () -> "nobody had to wait while running: " + outcome);
        assertTrue(outcome.deadlocks() < 100, () -> outcome.toString());
    }

    @Test
    void where_circles_are_common_they_are_resolved_all_the_same() {
        Setting wild = new Setting(1_000, 10, 10, 3, 0.6, 0.05, 0.1, 0.8, 1_000, 600, 200);
        Outcome outcome = LockSimulation.run(wild, 7);
        assertEquals(1_000, outcome.completed());
        assertTrue(outcome.deadlocks() > 3, () -> "no circles: " + outcome);
        assertTrue(outcome.mostTurnsAsVictim() <= 3, () -> "one is the victim again and again: " + outcome);
    }
}
