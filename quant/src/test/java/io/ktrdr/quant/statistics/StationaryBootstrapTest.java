package io.ktrdr.quant.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.statistics.StationaryBootstrap.Interval;
import org.junit.jupiter.api.Test;

class StationaryBootstrapTest {
    /** Each value depends on the one before by {@code phi}. */
    private static double[] series(long seed, int bars, double mean, double phi) {
        SplitMix64 random = new SplitMix64(seed);
        double[] returns = new double[bars];
        double last = 0;
        for (int i = 0; i < bars; i++) {
            last = phi * last + random.nextGaussian();
            returns[i] = mean + last;
        }
        return returns;
    }

    private static Interval interval(double[] returns, double meanBlock) {
        Interval interval = StationaryBootstrap.sharpe(returns, meanBlock, 500, 0.95, 5);
        assertNotNull(interval);
        return interval;
    }

    @Test
    void intervals_hold_the_truth_about_as_often_as_they_say() {
        int held = 0;
        for (int seed = 0; seed < 400; seed++) {
            Interval interval = interval(series(seed, 500, 0.1, 0), StationaryBootstrap.meanBlock(500));
            held += interval.low() <= 0.1 && 0.1 <= interval.high() ? 1 : 0;
        }
        assertEquals(0.95, held / 400.0, 0.05);
    }

    @Test
    void returns_that_depend_on_each_other_are_less_sure_which_only_blocks_see() {
        double[] returns = series(1, 2000, 0.1, 0.5);
        Interval blocks = interval(returns, 30);
        Interval singles = interval(returns, 1);
        assertTrue(blocks.high() - blocks.low() > 1.4 * (singles.high() - singles.low()));
    }

    @Test
    void ordinary_bootstrap_has_the_width_that_theory_says() {
        double[] returns = series(2, 1000, 0, 0);
        Interval interval = interval(returns, 1);
        assertEquals(2 * 1.96 / StrictMath.sqrt(1000), interval.high() - interval.low(), 0.015);
    }

    @Test
    void same_seed_gives_the_same_interval() {
        double[] returns = series(3, 300, 0, 0);
        assertEquals(interval(returns, 7), interval(returns, 7));
    }

    @Test
    void long_series_get_fewer_resamples() {
        assertEquals(1000, StationaryBootstrap.affordableResamples(1_000_000));
        assertEquals(200, StationaryBootstrap.affordableResamples(100_000_000));
        assertEquals(11, StationaryBootstrap.meanBlock(1200));
    }

    @Test
    void what_moves_both_series_at_once_does_not_count_as_a_difference() {
        double[] common = series(4, 1000, 0, 0);
        double[] one = new double[common.length];
        double[] other = new double[common.length];
        double[] unrelated = series(5, 1000, 0, 0);
        for (int i = 0; i < common.length; i++) {
            one[i] = common[i] + 0.1;
            other[i] = common[i];
        }
        Interval together = difference(one, other);
        assertTrue(together.low() > 0, together.toString());
        Interval apart = difference(one, unrelated);
        assertTrue(apart.high() - apart.low() > 5 * (together.high() - together.low()), apart.toString());
    }

    @Test
    void a_difference_turned_around_has_the_interval_turned_around() {
        double[] one = series(6, 300, 0.1, 0);
        double[] other = series(7, 300, 0, 0);
        Interval forth = difference(one, other);
        Interval back = difference(other, one);
        assertEquals(-forth.high(), back.low(), 1e-12);
        assertEquals(-forth.low(), back.high(), 1e-12);
    }

    @Test
    void differences_are_of_the_same_bars() {
        assertThrows(IllegalArgumentException.class, () -> difference(new double[5], new double[6]));
        assertNull(StationaryBootstrap.sharpeDifference(new double[5], series(1, 5, 0, 0), 2, 100, 0.95, 1));
    }

    private static Interval difference(double[] one, double[] other) {
        Interval interval = StationaryBootstrap.sharpeDifference(one, other, 5, 500, 0.95, 5);
        assertNotNull(interval);
        return interval;
    }

    @Test
    void what_has_no_sharpe_ratio_has_no_interval() {
        assertNull(StationaryBootstrap.sharpe(new double[100], 5, 100, 0.95, 1));
        assertNull(StationaryBootstrap.sharpe(new double[] {1}, 5, 100, 0.95, 1));
        assertNull(StationaryBootstrap.sharpe(new double[] {1e200, -1e200, 1}, 5, 100, 0.95, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> StationaryBootstrap.sharpe(new double[] {1, 2}, 0.5, 100, 0.95, 1));
    }
}
