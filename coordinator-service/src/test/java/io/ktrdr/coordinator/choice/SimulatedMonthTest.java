package io.ktrdr.coordinator.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.choice.SimulatedMonth.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/budget.md} says what such a month can show, and what it cannot. */
class SimulatedMonthTest {
    private static final int MONTHS = 40;

    @Test
    void a_month_depends_on_nothing_but_its_seed() {
        assertEquals(
                SimulatedMonth.of(7, MonthComparison.STANDARD, Policy.BY_CHOICE),
                SimulatedMonth.of(7, MonthComparison.STANDARD, Policy.BY_CHOICE));
    }

    @Test
    void the_choice_saves_a_fifth_and_researches_succeed_as_often() {
        MonthComparison months = MonthComparison.of(MonthComparison.STANDARD, MONTHS);
        assertTrue(months.saving().low() >= 0.2, () -> "saves " + months.saving());
        assertTrue(months.moreSuccess().low() > -0.005, () -> "success " + months.moreSuccess());
    }

    @Test
    void one_model_alone_leaves_no_choice() {
        SimulatedMonth.Setting alone = new SimulatedMonth.Setting(
                List.of(MonthComparison.three(0.9).getFirst()), MonthComparison.STANDARD.limit(), 0.15, 0.5);
        MonthComparison months = MonthComparison.of(alone, 3);
        assertEquals(months.primary(), months.choice());
    }

    @Test
    void the_normal_distribution_is_that_of_the_tables() {
        assertEquals(0.5, SimulatedMonth.normal(0), 1e-7);
        assertEquals(0.9750021, SimulatedMonth.normal(1.96), 1e-7);
        assertEquals(0.0227501, SimulatedMonth.normal(-2), 1e-7);
    }
}
