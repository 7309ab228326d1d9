package io.ktrdr.quant.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.job.WalkForwardPlan.Cut;
import io.ktrdr.quant.split.Rows;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WalkForwardPlanTest {
    @Property(tries = 500)
    void no_label_of_one_part_is_made_of_prices_of_the_next(
            @ForAll @IntRange(min = 0, max = 100) int first,
            @ForAll @IntRange(min = 0, max = 3000) int size,
            @ForAll @IntRange(min = 2, max = 60) int purge,
            @ForAll @IntRange(min = 2, max = 8) int folds) {
        Rows rows = new Rows(first, first + size);
        WalkForwardPlan plan = WalkForwardPlan.of(rows, purge, new WalkForwardSpec(folds, 3));
        assertEquals(plan.windows().isEmpty(), plan.leftOut() != null);
        assertTrue(plan.windows().size() <= folds && plan.windows().size() != 1);
        for (Cut cut : plan.windows()) {
            assertEquals(first, cut.train().first());
            assertTrue(cut.train().end() - 1 + purge < cut.validation().first());
            assertTrue(cut.validation().end() - 1 + purge < cut.test().first());
            assertTrue(cut.test().end() <= rows.end());
            assertTrue(cut.train().size() >= 50
                    && cut.validation().size() >= 10
                    && cut.test().size() >= 20);
        }
    }

    @Test
    void windows_to_test_on_are_equal_parts_and_the_last_fifth_before_each_stops_the_training() {
        WalkForwardPlan plan = WalkForwardPlan.of(new Rows(0, 1000), 3, new WalkForwardSpec(4, 2));
        assertEquals(
                List.of(
                        new Cut(new Rows(0, 155), new Rows(158, 197), new Rows(200, 400)),
                        new Cut(new Rows(0, 315), new Rows(318, 397), new Rows(400, 600)),
                        new Cut(new Rows(0, 475), new Rows(478, 597), new Rows(600, 800)),
                        new Cut(new Rows(0, 635), new Rows(638, 797), new Rows(800, 1000))),
                plan.windows());
        assertEquals(8, plan.runs());
        assertEquals(plan.windows().get(1), plan.cut(3));
        assertEquals(1, plan.seed(3));
    }

    @Test
    void too_few_bars_make_fewer_windows_and_far_too_few_make_none() {
        WalkForwardSpec four = new WalkForwardSpec(4, 3);
        assertEquals(4, WalkForwardPlan.of(new Rows(0, 400), 2, four).windows().size());
        WalkForwardPlan three = WalkForwardPlan.of(new Rows(0, 300), 2, four);
        assertEquals(3, three.windows().size());
        assertNull(three.leftOut());
        WalkForwardPlan none = WalkForwardPlan.of(new Rows(0, 150), 2, four);
        assertEquals(0, none.runs());
        String why = String.valueOf(none.leftOut());
        assertTrue(why.contains("Too few bars for a walk-forward: 150 cannot be cut into 2 windows"), why);
        assertEquals(0, WalkForwardPlan.of(new Rows(5, 5), 2, four).runs());
    }
}
