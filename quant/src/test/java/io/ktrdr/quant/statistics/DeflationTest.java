package io.ktrdr.quant.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DeflationTest {
    private static final Sample OWN = new Sample(0.1, 1001, 0, 3);

    @Test
    void variance_is_that_of_all_trials_where_they_differ() {
        double[] others = {-0.1, 0.2, 0.0};
        Deflation deflation = Deflation.of(OWN, others, 4);
        // of 0.1, -0.1, 0.2, 0.0 about their mean of 0.05, over three
        assertEquals(0.05 / 3, deflation.variance(), 1e-15);
        assertEquals(SharpeInference.expectedMaximum(0.05 / 3, 4), deflation.expectedMaximum(), 1e-15);
        assertEquals(SharpeInference.deflated(OWN, deflation.variance(), 4), deflation.deflated());
    }

    @Test
    void copies_of_a_strategy_do_not_lower_the_bar() {
        double[] copies = new double[99];
        Arrays.fill(copies, OWN.sharpe());
        Deflation deflation = Deflation.of(OWN, copies, 100);
        assertEquals(1 / 1000.0, deflation.variance());
        assertTrue(deflation.deflated() < SharpeInference.probabilistic(OWN, 0) - 0.1);
    }

    @Test
    void trials_that_failed_before_they_had_a_return_count() {
        Deflation alone = Deflation.of(OWN, new double[0], 1);
        Deflation afterManyFailures = Deflation.of(OWN, new double[0], 1000);
        assertEquals(SharpeInference.probabilistic(OWN, 0), alone.deflated());
        assertTrue(alone.deflated() > 0.99 && afterManyFailures.deflated() < 0.5);
    }

    @Test
    void there_are_at_least_as_many_trials_as_are_given() {
        assertEquals(4, Deflation.of(OWN, new double[] {0.1, 0.2, 0.3}, 1).trials());
        assertThrows(IllegalArgumentException.class, () -> Deflation.of(OWN, new double[] {Double.NaN}, 2));
    }

    @Property(tries = 300)
    void the_bar_never_falls_as_trials_are_added_that_have_no_returns(
            @ForAll long seed,
            @ForAll @DoubleRange(min = -0.5, max = 0.5) double sharpe,
            @ForAll @IntRange(min = 0, max = 30) int others,
            @ForAll @IntRange(min = 1, max = 10_000) int more) {
        Sample own = new Sample(sharpe, 500, 0, 3);
        SplitMix64 random = new SplitMix64(seed);
        double[] ratios = new double[others];
        for (int i = 0; i < others; i++) {
            ratios[i] = 0.05 * random.nextGaussian();
        }
        Deflation before = Deflation.of(own, ratios, others + 1);
        Deflation after = Deflation.of(own, ratios, others + 1L + more);
        assertTrue(after.expectedMaximum() > before.expectedMaximum());
        assertTrue(after.deflated() <= before.deflated());
        assertTrue(before.deflated() <= SharpeInference.probabilistic(own, 0));
    }
}
