package io.ktrdr.quant.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OverfittingProbabilityTest {
    private static double[] noise(SplitMix64 random, int bars, double mean) {
        double[] returns = new double[bars];
        for (int i = 0; i < bars; i++) {
            returns[i] = 0.01 * (mean + random.nextGaussian());
        }
        return returns;
    }

    private static ReturnBlocks blocks(double[] returns) {
        return Objects.requireNonNull(ReturnBlocks.of(returns));
    }

    private static double of(List<double[]> trials) {
        return OverfittingProbability.of(
                trials.stream().map(OverfittingProbabilityTest::blocks).toList());
    }

    /** As the paper says it, word by word, with whole series. */
    private static double straight(List<double[]> trials) {
        int bars = trials.getFirst().length;
        int halvings = 0;
        double overfitted = 0;
        for (int chosen = 0; chosen < 1 << ReturnBlocks.COUNT; chosen++) {
            if (Integer.bitCount(chosen) != ReturnBlocks.COUNT / 2) {
                continue;
            }
            double[] in = new double[trials.size()];
            double[] out = new double[trials.size()];
            for (int trial = 0; trial < trials.size(); trial++) {
                in[trial] = sharpe(trials.get(trial), bars, chosen);
                out[trial] = sharpe(trials.get(trial), bars, ~chosen);
            }
            int best = IntStream.range(0, in.length)
                    .reduce((one, other) -> in[one] >= in[other] ? one : other)
                    .orElseThrow();
            long lower = IntStream.range(0, out.length)
                    .filter(trial -> out[trial] < out[best])
                    .count();
            double rank = (lower + 1.0) / (out.length + 1);
            overfitted += rank < 0.5 ? 1 : rank == 0.5 ? 0.5 : 0;
            halvings++;
        }
        assertEquals(12_870, halvings);
        return overfitted / halvings;
    }

    private static double sharpe(double[] returns, int bars, int chosen) {
        double[] part = IntStream.range(0, bars)
                .filter(bar -> (chosen >> blockOf(bar, bars) & 1) == 1)
                .mapToDouble(bar -> returns[bar])
                .toArray();
        return Returns.mean(part) / Returns.deviation(part);
    }

    private static int blockOf(int bar, int bars) {
        int block = 0;
        while ((long) (block + 1) * bars / ReturnBlocks.COUNT <= bar) {
            block++;
        }
        return block;
    }

    @Property(tries = 4)
    void blocks_give_what_whole_series_give(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int count) {
        SplitMix64 random = new SplitMix64(seed);
        List<double[]> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // blocks of different length
            trials.add(noise(random, 75, 0.1 * i));
        }
        assertEquals(straight(trials), of(trials), 1e-12);
    }

    @Test
    void without_any_skill_the_best_half_the_time_is_below_the_median() {
        double sum = 0;
        for (int seed = 0; seed < 30; seed++) {
            SplitMix64 random = new SplitMix64(seed);
            List<double[]> trials = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                trials.add(noise(random, 480, 0));
            }
            sum += of(trials);
        }
        assertEquals(0.5, sum / 30, 0.1);
    }

    @Test
    void a_trial_with_skill_among_others_without_is_not_overfitted() {
        SplitMix64 random = new SplitMix64(3);
        List<double[]> trials = new ArrayList<>();
        trials.add(noise(random, 1000, 0.3));
        for (int i = 0; i < 100; i++) {
            trials.add(noise(random, 1000, 0));
        }
        assertTrue(of(trials) < 0.01);
    }

    /** What a search that looks only at the best of its trials falls for. */
    @Test
    void the_best_of_200_strategies_without_skill_looks_good_and_is_found_out() {
        SplitMix64 random = new SplitMix64(11);
        List<double[]> trials = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            trials.add(noise(random, 1000, 0));
        }
        double[] sharpes = trials.stream()
                .mapToDouble(trial -> Returns.mean(trial) / Returns.deviation(trial))
                .toArray();
        int best = IntStream.range(0, sharpes.length)
                .reduce((one, other) -> sharpes[one] >= sharpes[other] ? one : other)
                .orElseThrow();
        Sample own = Objects.requireNonNull(Sample.of(trials.get(best)));
        double[] others = IntStream.range(0, sharpes.length)
                .filter(i -> i != best)
                .mapToDouble(i -> sharpes[i])
                .toArray();
        double naive = SharpeInference.probabilistic(own, 0);
        assertTrue(naive > 0.99, "alone it would look proven: " + naive);
        double deflated = Deflation.of(own, others, 200).deflated();
        assertTrue(deflated < 0.95, "deflated " + deflated);
        assertTrue(of(trials) > 0.3, "overfitting probability " + of(trials));
    }

    @Test
    void copies_of_one_trial_say_nothing() {
        double[] one = noise(new SplitMix64(1), 100, 0.5);
        assertEquals(0.5, of(List.of(one, one)));
        assertEquals(0.5, of(List.of(one, one, one)));
    }

    @Test
    void a_trial_that_never_traded_has_a_ratio_of_0() {
        double[] good = noise(new SplitMix64(1), 200, 1);
        assertEquals(0, of(List.of(good, new double[200])));
        assertEquals(0.5, of(List.of(new double[200], new double[200])));
    }

    @Test
    void what_cannot_be_compared_is_refused() {
        ReturnBlocks one = blocks(new double[100]);
        assertThrows(IllegalArgumentException.class, () -> OverfittingProbability.of(List.of(one)));
        assertThrows(
                IllegalArgumentException.class, () -> OverfittingProbability.of(List.of(one, blocks(new double[101]))));
    }
}
