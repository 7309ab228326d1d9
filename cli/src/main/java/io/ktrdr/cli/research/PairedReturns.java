package io.ktrdr.cli.research;

import io.ktrdr.contracts.Wire;
import io.ktrdr.quant.statistics.Returns;
import io.ktrdr.quant.statistics.StationaryBootstrap;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Returns of two strategies on the same bars.
 *
 * @param correlation      -1..1; null when one of them never moved
 * @param annualised       whether the Sharpe ratios are a year's; else they are a bar's
 * @param sharpeDifference first minus second
 * @param low              where the difference lies with {@code confidence}, by the stationary bootstrap of both together
 */
@Wire
@RegisterForReflection
record PairedReturns(
        int bars,
        @Nullable Double correlation,
        boolean annualised,
        @Nullable Double sharpeDifference,
        @Nullable Double low,
        @Nullable Double high,
        double confidence,
        int resamples,
        int meanBlock) {
    private static final double CONFIDENCE = 0.95;
    /** The same two researches always give the same interval. */
    private static final long SEED = 1;

    /**
     * @param barsPerYear null when not known: then nothing is annualised
     * @return null when there are not as many returns of both
     */
    static @Nullable PairedReturns of(double[] one, double[] other, @Nullable Double barsPerYear) {
        if (one.length != other.length || one.length < 2) {
            return null;
        }
        int meanBlock = StationaryBootstrap.meanBlock(one.length);
        int resamples = StationaryBootstrap.affordableResamples(one.length);
        StationaryBootstrap.Interval interval =
                StationaryBootstrap.sharpeDifference(one, other, meanBlock, resamples, CONFIDENCE, SEED);
        double scale = barsPerYear == null ? 1 : StrictMath.sqrt(barsPerYear);
        return new PairedReturns(
                one.length,
                defined(correlation(one, other)),
                barsPerYear != null,
                interval == null ? null : (sharpe(one) - sharpe(other)) * scale,
                interval == null ? null : interval.low() * scale,
                interval == null ? null : interval.high() * scale,
                CONFIDENCE,
                resamples,
                meanBlock);
    }

    private static double sharpe(double[] returns) {
        return Returns.mean(returns) / Returns.deviation(returns);
    }

    private static double correlation(double[] one, double[] other) {
        double meanOfOne = Returns.mean(one);
        double meanOfOther = Returns.mean(other);
        double products = 0;
        for (int i = 0; i < one.length; i++) {
            products += (one[i] - meanOfOne) * (other[i] - meanOfOther);
        }
        return products / (one.length - 1) / Returns.deviation(one) / Returns.deviation(other);
    }

    private static @Nullable Double defined(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
