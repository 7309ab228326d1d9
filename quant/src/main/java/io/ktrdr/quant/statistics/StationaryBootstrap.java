package io.ktrdr.quant.statistics;

import io.ktrdr.quant.random.SplitMix64;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far a Sharpe ratio may be off when returns depend on each other: many series are put together anew from blocks of the
 * real one, of random, geometrically distributed length, which go on at the beginning when they reach the end; the middle part
 * of their Sharpe ratios is the interval.
 *
 * <p>Politis and Romano: The Stationary Bootstrap, Journal of the American Statistical Association 89, 1994.
 */
public final class StationaryBootstrap {
    private static final int MOST_RESAMPLES = 1000;
    private static final int FEWEST_RESAMPLES = 200;
    /** About a second: what a long series may take altogether. */
    private static final double MOST_BLOCKS = 20_000_000;

    /** Sums of the returns before a bar, and of their squares: a block of any length takes one subtraction. */
    private final double[] sums;

    private final double[] squares;

    private StationaryBootstrap(double[] returns) {
        sums = new double[returns.length + 1];
        squares = new double[returns.length + 1];
        for (int i = 0; i < returns.length; i++) {
            sums[i + 1] = sums[i] + returns[i];
            squares[i + 1] = squares[i] + returns[i] * returns[i];
        }
    }

    /**
     * @param low  per bar
     * @param high per bar
     */
    public record Interval(double low, double high) {}

    /** Mean length of the blocks, in bars: the cube root of their number, which is the order that the paper recommends. */
    public static int meanBlock(int bars) {
        return (int) StrictMath.max(1, StrictMath.ceil(StrictMath.cbrt(bars)));
    }

    /** {@value #MOST_RESAMPLES}, and fewer, {@value #FEWEST_RESAMPLES} at least, for a series of many millions. */
    public static int affordableResamples(int bars) {
        double blocks = (double) bars / meanBlock(bars);
        return (int) StrictMath.max(FEWEST_RESAMPLES, StrictMath.min(MOST_RESAMPLES, MOST_BLOCKS / blocks));
    }

    /**
     * Of the Sharpe ratio per bar.
     *
     * @param meanBlock  at least 1, which is the ordinary bootstrap
     * @param resamples  at least 100
     * @param confidence above 0 and below 1, e.g. 0.95
     * @param seed       the same seed gives the same interval
     * @return null when the returns have no Sharpe ratio: fewer than two, none that differs, or absurd ones
     */
    public static @Nullable Interval sharpe(
            double[] returns, double meanBlock, int resamples, double confidence, long seed) {
        check(meanBlock, resamples, confidence);
        if (!isDefined(returns)) {
            return null;
        }
        StationaryBootstrap bootstrap = new StationaryBootstrap(returns);
        SplitMix64 random = new SplitMix64(seed);
        double[] sharpes = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            sharpes[i] = bootstrap.resample(meanBlock, random);
        }
        Arrays.sort(sharpes);
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(sharpes, tail), quantile(sharpes, 1 - tail));
    }

    /**
     * Of the difference of two Sharpe ratios per bar, {@code one - other}, on the same bars: both are put together anew from the
     * same blocks, so that what moves both at once does not count as a difference.
     *
     * <p>Ledoit and Wolf: Robust performance hypothesis testing with the Sharpe ratio, Journal of Empirical Finance 15, 2008.
     *
     * @param other as many as {@code one}; further parameters as of {@link #sharpe}
     * @return null when one of them has no Sharpe ratio
     */
    public static @Nullable Interval sharpeDifference(
            double[] one, double[] other, double meanBlock, int resamples, double confidence, long seed) {
        if (one.length != other.length) {
            throw new IllegalArgumentException("Not the same bars: " + one.length + " and " + other.length);
        }
        check(meanBlock, resamples, confidence);
        if (!isDefined(one) || !isDefined(other)) {
            return null;
        }
        StationaryBootstrap first = new StationaryBootstrap(one);
        StationaryBootstrap second = new StationaryBootstrap(other);
        // blocks depend on the number of bars and on what is drawn: two equal generators draw the same blocks for both
        SplitMix64 ofFirst = new SplitMix64(seed);
        SplitMix64 ofSecond = new SplitMix64(seed);
        double[] differences = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            differences[i] = first.resample(meanBlock, ofFirst) - second.resample(meanBlock, ofSecond);
        }
        Arrays.sort(differences);
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(differences, tail), quantile(differences, 1 - tail));
    }

    private static void check(double meanBlock, int resamples, double confidence) {
        if (!(meanBlock >= 1) || resamples < 100 || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("Needs blocks of 1 bar, 100 resamples, confidence within (0, 1)");
        }
    }

    private static boolean isDefined(double[] returns) {
        double deviation = Returns.deviation(returns);
        return deviation > 0 && deviation < Double.POSITIVE_INFINITY;
    }

    /** The Sharpe ratio of one series put together anew; 0 if it has caught no move at all. */
    private double resample(double meanBlock, SplitMix64 random) {
        int bars = sums.length - 1;
        double sum = 0;
        double square = 0;
        int done = 0;
        while (done < bars) {
            int from = random.nextInt(bars);
            int length = StrictMath.min(geometric(meanBlock, random), bars - done);
            int direct = StrictMath.min(length, bars - from);
            int wrapped = length - direct;
            sum += sums[from + direct] - sums[from] + sums[wrapped];
            square += squares[from + direct] - squares[from] + squares[wrapped];
            done += length;
        }
        double mean = sum / bars;
        double variance = (square - sum * mean) / (bars - 1);
        return variance > 0 ? mean / StrictMath.sqrt(variance) : 0;
    }

    /** At least 1. */
    private static int geometric(double mean, SplitMix64 random) {
        double uniform = 1 - random.nextDouble();
        if (mean == 1) {
            return 1;
        }
        double length = 1 + StrictMath.floor(StrictMath.log(uniform) / StrictMath.log1p(-1 / mean));
        return (int) StrictMath.min(length, Integer.MAX_VALUE);
    }

    /** Straight between neighbours. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = StrictMath.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
