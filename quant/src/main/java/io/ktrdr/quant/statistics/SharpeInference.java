package io.ktrdr.quant.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What a Sharpe ratio says, given how short and how uneven the returns were, and how many strategies were tried. All Sharpe
 * ratios are per bar, never annualised.
 *
 * <p>Bailey and Lopez de Prado: The Sharpe Ratio Efficient Frontier, Journal of Risk 15(2), 2012; and The Deflated Sharpe
 * Ratio, Journal of Portfolio Management 40(5), 2014.
 */
public final class SharpeInference {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double EULER_MASCHERONI = 0.5772156649015329;
    /** The distribution's exponential may differ in its last bit from one machine to another: that is rounded away. */
    private static final double PROBABILITY_STEPS = 1e10;

    private SharpeInference() {}

    /**
     * Returns as far as their Sharpe ratio's uncertainty depends on them.
     *
     * @param sharpe   per bar
     * @param bars     number of returns, at least 2
     * @param skewness 0 for a normal distribution
     * @param kurtosis 3 for a normal distribution, not the excess
     */
    public record Sample(double sharpe, long bars, double skewness, double kurtosis) {
        public Sample {
            if (bars < 2 || !Double.isFinite(sharpe) || !Double.isFinite(skewness) || !Double.isFinite(kurtosis)) {
                throw new IllegalArgumentException("needs two returns at least, and finite moments");
            }
        }

        /** Of returns per bar. Null when they have no Sharpe ratio: fewer than two, or none that differs. */
        public static @Nullable Sample of(double[] returns) {
            double sharpe = Returns.mean(returns) / Returns.deviation(returns);
            double skewness = Returns.skewness(returns);
            double kurtosis = Returns.kurtosis(returns);
            return Double.isFinite(sharpe) && Double.isFinite(skewness) && Double.isFinite(kurtosis)
                    ? new Sample(sharpe, returns.length, skewness, kurtosis)
                    : null;
        }

        /** Of the estimate, times the square root of bars - 1. Positive for all moments that returns can have. */
        double spread() {
            double squared = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;
            return StrictMath.sqrt(StrictMath.max(squared, Double.MIN_NORMAL));
        }
    }

    /**
     * The probability that the true Sharpe ratio is above {@code benchmark}, 0..1, to ten decimals.
     *
     * @param benchmark per bar
     */
    public static double probabilistic(Sample sample, double benchmark) {
        double probability = NORMAL.cumulativeProbability(
                (sample.sharpe() - benchmark) * StrictMath.sqrt(sample.bars() - 1.0) / sample.spread());
        return StrictMath.rint(probability * PROBABILITY_STEPS) / PROBABILITY_STEPS;
    }

    /**
     * The Sharpe ratio that the best of {@code trials} strategies without any skill is expected to show.
     *
     * @param variance of the Sharpe ratios of all trials, per bar, at least 0
     * @param trials   that are independent of each other, at least 1; one has nothing to be the best of: 0
     */
    public static double expectedMaximum(double variance, long trials) {
        if (!(variance >= 0) || trials < 1) {
            throw new IllegalArgumentException(
                    "variance is at least 0 and trials at least 1, not " + variance + " and " + trials);
        }
        if (trials == 1) {
            return 0;
        }
        double typical = exceededOnceIn(trials);
        double rare = exceededOnceIn(trials * StrictMath.E);
        return StrictMath.sqrt(variance) * ((1 - EULER_MASCHERONI) * typical + EULER_MASCHERONI * rare);
    }

    private static double exceededOnceIn(double draws) {
        return NORMAL.inverseSurvivalProbability(1 / draws);
    }

    /**
     * The probability that the true Sharpe ratio is above what the best of so many trials without skill would show, 0..1: the
     * deflated Sharpe ratio. Never above the probabilistic one against 0.
     *
     * @param variance of the Sharpe ratios of all trials, per bar
     */
    public static double deflated(Sample sample, double variance, long trials) {
        return probabilistic(sample, expectedMaximum(variance, trials));
    }

    /**
     * How many bars such returns must last before their Sharpe ratio is above {@code benchmark} with {@code confidence}: the
     * minimum track record length.
     *
     * @param benchmark  per bar
     * @param confidence above 0 and below 1, e.g. 0.95
     * @return null when no length suffices, as the ratio is not above the benchmark at all
     */
    public static @Nullable Long minimumTrackRecord(Sample sample, double benchmark, double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence is above 0 and below 1, not " + confidence);
        }
        double above = sample.sharpe() - benchmark;
        if (above <= 0) {
            return null;
        }
        double needed = NORMAL.inverseCumulativeProbability(confidence) * sample.spread() / above;
        double bars = StrictMath.ceil(1 + needed * needed);
        return bars < Long.MAX_VALUE ? (long) bars : null;
    }
}
