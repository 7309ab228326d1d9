package io.ktrdr.quant.statistics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import org.jspecify.annotations.Nullable;

/**
 * How sure the Sharpe ratio of one series is, taken by itself. Null: not defined, as for returns that never differ.
 *
 * @param bars                   number of returns
 * @param barsPerYear            by which ratios are annualised
 * @param sharpePerBar           not annualised
 * @param skewness               0 for a normal distribution; below 0 rare losses are greater than rare gains
 * @param kurtosis               3 for a normal distribution; above it extremes are more frequent
 * @param probabilisticSharpe    probability that the true Sharpe ratio is above 0, 0..1, had nothing else been tried
 * @param minimumTrackRecordBars so many returns of this kind it takes to say so with {@code confidence}; null also when it can
 *                               never be said, as the ratio is not above 0
 * @param confidence             of the above and of the interval
 * @param sharpeLow              annualised: the lower end of the stationary bootstrap's interval
 * @param sharpeHigh             annualised: its upper end
 * @param resamples              from so many series put together anew
 * @param meanBlock              of blocks of so many bars on average
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Inference(
        int bars,
        double barsPerYear,
        @Nullable Double sharpePerBar,
        @Nullable Double skewness,
        @Nullable Double kurtosis,
        @Nullable Double probabilisticSharpe,
        @Nullable Long minimumTrackRecordBars,
        double confidence,
        @Nullable Double sharpeLow,
        @Nullable Double sharpeHigh,
        int resamples,
        int meanBlock) {
    private static final double CONFIDENCE = 0.95;

    /**
     * @param returns per bar
     * @param seed    of the bootstrap
     */
    public static Inference of(double[] returns, double barsPerYear, long seed) {
        int meanBlock = StationaryBootstrap.meanBlock(returns.length);
        int resamples = StationaryBootstrap.affordableResamples(returns.length);
        Sample sample = Sample.of(returns);
        StationaryBootstrap.Interval interval =
                StationaryBootstrap.sharpe(returns, meanBlock, resamples, CONFIDENCE, seed);
        double annual = StrictMath.sqrt(barsPerYear);
        return new Inference(
                returns.length,
                barsPerYear,
                sample == null ? null : sample.sharpe(),
                sample == null ? null : sample.skewness(),
                sample == null ? null : sample.kurtosis(),
                sample == null ? null : SharpeInference.probabilistic(sample, 0),
                sample == null ? null : SharpeInference.minimumTrackRecord(sample, 0, CONFIDENCE),
                CONFIDENCE,
                interval == null ? null : interval.low() * annual,
                interval == null ? null : interval.high() * annual,
                resamples,
                meanBlock);
    }
}
