package io.ktrdr.quant.statistics;

import io.ktrdr.quant.random.SplitMix64;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Intervals for figures of returns that depend on each other: series are put together anew from blocks of random, geometrically
 * distributed length, which go on at the beginning when they reach the end.
 *
 * <p>Politis and Romano: The Stationary Bootstrap, Journal of the American Statistical Association 89, 1994.
 */
public final class StationaryBootstrap {
    private StationaryBootstrap() {}

    /** @param low and high: the bounds of the middle part of all resampled figures */
    public record Interval(double low, double high) {}

    /**
     * @param returns    at least 2
     * @param figure     of a series of that length; finite
     * @param meanBlock  mean length of the blocks in bars, at least 1; 1 is the ordinary bootstrap
     * @param resamples  at least 100
     * @param confidence above 0 and below 1, e.g. 0.95
     * @param seed       the same seed gives the same interval
     */
    public static Interval interval(
            double[] returns,
            ToDoubleFunction<double[]> figure,
            double meanBlock,
            int resamples,
            double confidence,
            long seed) {
        if (returns.length < 2 || !(meanBlock >= 1) || resamples < 100 || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("needs 2 returns, blocks of 1 bar, 100 resamples, confidence within (0, 1)");
        }
        SplitMix64 random = new SplitMix64(seed);
        double[] figures = new double[resamples];
        double[] series = new double[returns.length];
        for (int i = 0; i < resamples; i++) {
            resample(returns, series, meanBlock, random);
            figures[i] = figure.applyAsDouble(series);
        }
        Arrays.sort(figures);
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(figures, tail), quantile(figures, 1 - tail));
    }

    private static void resample(double[] from, double[] to, double meanBlock, SplitMix64 random) {
        int at = random.nextInt(from.length);
        for (int i = 0; i < to.length; i++) {
            if (i > 0) {
                boolean anew = random.nextDouble() * meanBlock < 1;
                at = anew ? random.nextInt(from.length) : (at + 1) % from.length;
            }
            to[i] = from[at];
        }
    }

    /** Straight between neighbours. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
