package io.ktrdr.coordinator.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.admission.AdmissionDecision.Situation;
import io.ktrdr.coordinator.research.WaitingCause;
import java.math.BigDecimal;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionDecisionTest {
    @ParameterizedTest(name = "active {0}, queued {1}, remaining {2}: {3}, forced {4}, queueing {5}")
    @CsvSource(delimiter = '|', textBlock = """
            0 | 0 |      | start      | start      | start
            3 | 0 |      | start      | start      | start
            4 | 0 |      | at_capacity| overridden | queue
            5 | 0 |      | at_capacity| overridden | queue
            3 | 1 |      | at_capacity| overridden | queue
            4 | 2 |      | at_capacity| overridden | queue_full
            0 | 0 | 0.6  | start      | start      | start
            0 | 0 | 0.5  | start      | start      | start
            0 | 0 | 0.49 | budget_exhausted | overridden | budget_exhausted
            4 | 2 | 0    | budget_exhausted | overridden | budget_exhausted
            0 | 0 | -1   | budget_exhausted | overridden | budget_exhausted
            """)
    void every_situation(
            int active, int queued, @Nullable BigDecimal remaining, String plain, String forced, String queueing) {
        Situation now =
                new Situation(active, queued, queued, 4, 2, remaining, new BigDecimal("0.1"), new BigDecimal("0.4"));
        assertEquals(plain, told(AdmissionDecision.of(now, false, false, false)));
        assertEquals(forced, told(AdmissionDecision.of(now, true, false, false)));
        assertEquals(queueing, told(AdmissionDecision.of(now, false, true, false)));
    }

    @ParameterizedTest
    @CsvSource({", 0, 0, 1", ", 2, 1, 4", "7, 2, 1, 7", "0, 2, 1, 0"})
    void the_limit_is_given_or_the_pool_s(@Nullable Integer given, int training, int backtesting, int limit) {
        OptionalInt override = given == null ? OptionalInt.empty() : OptionalInt.of(given);
        assertEquals(limit, AdmissionDecision.limit(override, training, backtesting));
    }

    @Test
    void who_has_to_wait_for_others_takes_a_place_in_line_and_none_of_the_active_ones() {
        Situation full = new Situation(4, 0, 1, 4, 2, null, BigDecimal.ZERO, BigDecimal.ZERO);
        assertEquals("dependency", told(AdmissionDecision.of(full, false, false, true)));
        assertEquals("at_capacity", told(AdmissionDecision.of(full, false, false, false)));
        Situation fullQueue = new Situation(0, 0, 2, 4, 2, null, BigDecimal.ZERO, BigDecimal.ZERO);
        assertEquals("queue_full", told(AdmissionDecision.of(fullQueue, true, true, true)));
        Situation broke = new Situation(0, 0, 0, 4, 2, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        assertEquals("budget_exhausted", told(AdmissionDecision.of(broke, false, false, true)));
        assertEquals("overridden, dependency", told(AdmissionDecision.of(broke, true, false, true)));
    }

    @Test
    void those_in_line_who_wait_for_others_leave_their_places_to_new_ones() {
        Situation now = new Situation(3, 0, 9, 4, 100, null, BigDecimal.ZERO, BigDecimal.ZERO);
        assertEquals("start", told(AdmissionDecision.of(now, false, false, false)));
    }

    private static String told(AdmissionDecision decision) {
        return switch (decision) {
            case AdmissionDecision.Start(boolean overridden) -> overridden ? "overridden" : "start";
            case AdmissionDecision.Queue(boolean overridden, WaitingCause waitsFor) ->
                (overridden ? "overridden, " : "")
                        + (waitsFor == WaitingCause.CAPACITY ? "queue" : waitsFor.wireName());
            case AdmissionDecision.Refuse refuse -> refuse.problem().code().wireName();
        };
    }
}
