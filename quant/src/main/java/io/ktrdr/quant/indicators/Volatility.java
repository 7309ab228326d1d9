package io.ktrdr.quant.indicators;

/** How much the price moves; NaN during warm-up. */
final class Volatility {
    private Volatility() {}

    static double trueRangeAt(double[] high, double[] low, double[] close, int i) {
        double range = high[i] - low[i];
        range = StrictMath.max(range, StrictMath.abs(high[i] - close[i - 1]));
        return StrictMath.max(range, StrictMath.abs(low[i] - close[i - 1]));
    }

    /** Average true range, Wilder (1978), in units of price. */
    static double[] averageTrueRange(double[] high, double[] low, double[] close, int period) {
        double[] ranges = new double[close.length];
        for (int i = 1; i < close.length; i++) {
            ranges[i] = trueRangeAt(high, low, close, i);
        }
        return MovingAverages.wilder(ranges, period, 1);
    }

    /** Bollinger: %b (0 at the lower band, 1 at the upper; 0.5 where the bands meet) and width relative to the middle. */
    static double[][] bollinger(double[] close, int period, double deviations) {
        double[] percent = Windowed.undefined(close.length);
        double[] width = Windowed.undefined(close.length);
        for (int i = period - 1; i < close.length; i++) {
            double middle = Windowed.meanAt(close, i, period);
            double half = deviations * Windowed.deviationAt(close, i, period);
            percent[i] = half == 0 ? 0.5 : (close[i] - (middle - half)) / (2 * half);
            width[i] = 2 * half / middle;
        }
        return new double[][] {percent, width};
    }

    /** Standard deviations between the close and its mean; 0 where nothing deviates. */
    static double[] zScore(double[] close, int period) {
        double[] result = Windowed.undefined(close.length);
        for (int i = period - 1; i < close.length; i++) {
            double deviation = Windowed.deviationAt(close, i, period);
            result[i] = deviation == 0 ? 0 : (close[i] - Windowed.meanAt(close, i, period)) / deviation;
        }
        return result;
    }

    /** Population standard deviation of the last {@code period} log returns, per bar. */
    static double[] ofReturns(double[] close, int period) {
        double[] returns = new double[close.length];
        double[] result = Windowed.undefined(close.length);
        for (int i = 1; i < close.length; i++) {
            returns[i] = StrictMath.log(close[i] / close[i - 1]);
            if (i >= period) {
                result[i] = Windowed.deviationAt(returns, i, period);
            }
        }
        return result;
    }
}
