package io.ktrdr.quant.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SharpeInferenceTest {
    /** The paper's own example: annual Sharpe ratio 2.5 over five years of 250 days. */
    private static final Sample PAPER = new Sample(2.5 / StrictMath.sqrt(250), 1250, -3, 10);

    private static final double PAPER_VARIANCE = 0.5 / 250;

    @Test
    void deflated_sharpe_ratio_of_the_paper() {
        assertEquals(0.9004, SharpeInference.deflated(PAPER, PAPER_VARIANCE, 100), 5e-5);
        assertEquals(0.9505, SharpeInference.deflated(PAPER, PAPER_VARIANCE, 46), 5e-5);
    }

    @Test
    void expected_maximum_of_the_paper_is_a_daily_0_1132() {
        assertEquals(0.1132, SharpeInference.expectedMaximum(PAPER_VARIANCE, 100), 5e-5);
    }

    @Test
    void expected_maximum_is_about_that_of_normal_draws() {
        SplitMix64 random = new SplitMix64(1);
        int draws = 50;
        int times = 20_000;
        double sum = 0;
        for (int i = 0; i < times; i++) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < draws; j++) {
                greatest = StrictMath.max(greatest, 0.2 * random.nextGaussian());
            }
            sum += greatest;
        }
        assertEquals(sum / times, SharpeInference.expectedMaximum(0.04, draws), 0.01);
    }

    @Test
    void one_trial_has_nothing_to_be_deflated_by() {
        assertEquals(SharpeInference.probabilistic(PAPER, 0), SharpeInference.deflated(PAPER, PAPER_VARIANCE, 1));
    }

    /** Bailey and Lopez de Prado (2012): the shape of returns changes how long a track record must be. */
    @Test
    void minimum_track_record_length_worked_out_by_hand() {
        Sample normal = new Sample(0.1, 100, 0, 3);
        // 1 + (1 + 0.5 * 0.01) * (1.6448536 / 0.1)^2
        assertEquals(273, SharpeInference.minimumTrackRecord(normal, 0, 0.95));
        Long skewed = SharpeInference.minimumTrackRecord(new Sample(0.1, 100, -2, 12), 0, 0.95);
        assertNotNull(skewed);
        assertTrue(skewed > 273);
        assertNull(SharpeInference.minimumTrackRecord(normal, 0.1, 0.95));
    }

    @Test
    void after_the_minimum_track_record_the_probability_is_the_confidence() {
        Long bars = SharpeInference.minimumTrackRecord(PAPER, 0.05, 0.95);
        assertNotNull(bars);
        assertTrue(SharpeInference.probabilistic(new Sample(PAPER.sharpe(), bars, -3, 10), 0.05) >= 0.95);
        assertTrue(SharpeInference.probabilistic(new Sample(PAPER.sharpe(), bars - 1, -3, 10), 0.05) < 0.95);
    }

    @Test
    void probability_without_any_skill_is_evenly_spread() {
        SplitMix64 random = new SplitMix64(7);
        int above = 0;
        for (int i = 0; i < 2000; i++) {
            double[] returns = new double[250];
            for (int j = 0; j < returns.length; j++) {
                returns[j] = random.nextGaussian();
            }
            Sample sample = Sample.of(returns);
            assertNotNull(sample);
            above += SharpeInference.probabilistic(sample, 0) > 0.95 ? 1 : 0;
        }
        assertEquals(0.05, above / 2000.0, 0.015);
    }

    @Test
    void returns_that_do_not_differ_are_no_sample() {
        assertNull(Sample.of(new double[] {0, 0, 0}));
        assertNull(Sample.of(new double[] {0.1}));
        assertNull(Sample.of(new double[0]));
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new Sample(0.1, 1, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> new Sample(Double.NaN, 10, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> SharpeInference.expectedMaximum(-1, 10));
        assertThrows(IllegalArgumentException.class, () -> SharpeInference.expectedMaximum(1, 0));
        assertThrows(IllegalArgumentException.class, () -> SharpeInference.minimumTrackRecord(PAPER, 0, 1));
    }

    @Property(tries = 500)
    void deflated_is_never_above_probabilistic(
            @ForAll @DoubleRange(min = -2, max = 2) double sharpe,
            @ForAll @IntRange(min = 2, max = 100_000) int bars,
            @ForAll @DoubleRange(min = -3, max = 3) double skewness,
            @ForAll @DoubleRange(min = 0, max = 50) double moreKurtosis,
            @ForAll @DoubleRange(min = 0, max = 4) double variance,
            @ForAll @IntRange(min = 1, max = 1_000_000) int trials) {
        Sample sample = new Sample(sharpe, bars, skewness, 1 + skewness * skewness + moreKurtosis);
        double probabilistic = SharpeInference.probabilistic(sample, 0);
        double deflated = SharpeInference.deflated(sample, variance, trials);
        assertTrue(0 <= deflated && deflated <= probabilistic && probabilistic <= 1, deflated + " " + probabilistic);
    }

    @Property(tries = 500)
    void every_further_trial_deflates_more(
            @ForAll @DoubleRange(min = -1, max = 1) double sharpe,
            @ForAll @IntRange(min = 2, max = 10_000) int bars,
            @ForAll @DoubleRange(min = 0.01, max = 1) double variance,
            @ForAll @IntRange(min = 1, max = 1_000_000) int trials) {
        Sample sample = new Sample(sharpe, bars, 0, 3);
        assertTrue(SharpeInference.expectedMaximum(variance, trials + 1L)
                > SharpeInference.expectedMaximum(variance, trials));
        assertTrue(SharpeInference.deflated(sample, variance, trials + 1L)
                <= SharpeInference.deflated(sample, variance, trials));
    }

    @Property(tries = 200)
    void more_bars_make_a_good_ratio_surer(
            @ForAll @DoubleRange(min = 0.01, max = 1) double sharpe,
            @ForAll @IntRange(min = 2, max = 100_000) int bars) {
        assertTrue(SharpeInference.probabilistic(new Sample(sharpe, bars * 2L, 0, 3), 0)
                >= SharpeInference.probabilistic(new Sample(sharpe, bars, 0, 3), 0));
    }
}
