package io.ktrdr.coordinator.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.assess.Verdict;
import org.junit.jupiter.api.Test;

/** The strict profile believes hardly anything where there is nothing, and nearly everything where there is something. */
class NoiseFarmTest {
    @Test
    void of_300_researches_on_random_walks_at_most_3_are_promising() {
        Farm.Harvest harvest = Farm.randomWalks(30, 10);
        System.out.println(harvest.row());
        assertEquals(300, harvest.outcomes().size());
        assertTrue(harvest.promising() <= 3, () -> harvest.others(Verdict.POOR));
    }

    @Test
    void returns_that_depend_on_the_one_before_are_found_19_times_of_20() {
        Farm.Harvest harvest = Farm.autoregressive(20, 3);
        System.out.println(harvest.row());
        assertTrue(harvest.promisingShare() >= 0.95, () -> harvest.others(Verdict.PROMISING));
    }

    @Test
    void regimes_are_found_19_times_of_20() {
        Farm.Harvest harvest = Farm.regimes(15, 4);
        System.out.println(harvest.row());
        assertTrue(harvest.promisingShare() >= 0.95, () -> harvest.others(Verdict.PROMISING));
    }
}
