package io.ktrdr.quant.indicators;

/** Indicators of momentum; NaN during warm-up, always finite after it. */
final class Oscillators {
    private Oscillators() {}

    /** Relative strength index, Wilder (1978), 0..100. Where nothing moved it is 50 (TA-Lib says 0 there). */
    static double[] relativeStrength(double[] close, int period) {
        int size = close.length;
        double[] gains = new double[size];
        double[] losses = new double[size];
        for (int i = 1; i < size; i++) {
            double change = close[i] - close[i - 1];
            gains[i] = change > 0 ? change : 0;
            losses[i] = change < 0 ? -change : 0;
        }
        double[] gain = MovingAverages.wilder(gains, period, 1);
        double[] loss = MovingAverages.wilder(losses, period, 1);
        double[] result = Windowed.undefined(size);
        for (int i = period; i < size; i++) {
            double sum = gain[i] + loss[i];
            result[i] = sum == 0 ? 50 : 100 * (gain[i] / sum);
        }
        return result;
    }

    /** Line, signal and histogram in units of price (Appel). The fast average is seeded so that both start together. */
    static double[][] convergence(double[] close, int fast, int slow, int signal) {
        double[] fastAverage = MovingAverages.exponential(close, fast, slow - fast);
        double[] slowAverage = MovingAverages.exponential(close, slow);
        return withSignal(minus(fastAverage, slowAverage), slow - 1, signal);
    }

    /** The same in percent of the slow average, so that it means the same at any price. */
    static double[][] convergencePercent(double[] close, int fast, int slow, int signal) {
        double[] fastAverage = MovingAverages.exponential(close, fast, slow - fast);
        double[] slowAverage = MovingAverages.exponential(close, slow);
        double[] line = Windowed.undefined(close.length);
        for (int i = slow - 1; i < close.length; i++) {
            line[i] = 100 * (fastAverage[i] - slowAverage[i]) / slowAverage[i];
        }
        return withSignal(line, slow - 1, signal);
    }

    private static double[][] withSignal(double[] line, int first, int signal) {
        double[] average = MovingAverages.exponential(line, signal, first);
        return new double[][] {line, average, minus(line, average)};
    }

    private static double[] minus(double[] a, double[] b) {
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] - b[i];
        }
        return result;
    }

    /** Slow stochastic (Lane): k and d, 0..100; 50 where the range is empty. */
    static double[][] stochastic(double[] high, double[] low, double[] close, int period, int smoothK, int smoothD) {
        double[] fast = Windowed.undefined(close.length);
        for (int i = period - 1; i < close.length; i++) {
            fast[i] = 100 * positionAt(high, low, close, i, period);
        }
        double[] k = Windowed.mean(fast, smoothK, period - 1);
        double[] d = Windowed.mean(k, smoothD, period + smoothK - 2);
        return new double[][] {k, d};
    }

    /** Williams %R, -100..0. */
    static double[] williams(double[] high, double[] low, double[] close, int period) {
        double[] result = Windowed.undefined(close.length);
        for (int i = period - 1; i < close.length; i++) {
            result[i] = 100 * (positionAt(high, low, close, i, period) - 1);
        }
        return result;
    }

    /** Where the close lies in the range of the last bars: 0 at its low, 1 at its high, 0.5 where there is no range. */
    static double positionAt(double[] high, double[] low, double[] close, int i, int period) {
        double top = Windowed.highestAt(high, i, period);
        double bottom = Windowed.lowestAt(low, i, period);
        return top > bottom ? (close[i] - bottom) / (top - bottom) : 0.5;
    }

    /** Change against the close {@code period} bars ago, in percent. */
    static double[] rateOfChange(double[] close, int period) {
        double[] result = Windowed.undefined(close.length);
        for (int i = period; i < close.length; i++) {
            result[i] = (close[i] / close[i - period] - 1) * 100;
        }
        return result;
    }

    /** The same in units of price. */
    static double[] momentum(double[] close, int period) {
        double[] result = Windowed.undefined(close.length);
        for (int i = period; i < close.length; i++) {
            result[i] = close[i] - close[i - period];
        }
        return result;
    }

    /** Commodity channel index (Lambert); 0 where nothing deviates. */
    static double[] commodityChannel(double[] high, double[] low, double[] close, int period) {
        double[] typical = new double[close.length];
        double[] result = Windowed.undefined(close.length);
        for (int i = 0; i < close.length; i++) {
            typical[i] = (high[i] + low[i] + close[i]) / 3;
            if (i < period - 1) {
                continue;
            }
            double mean = Windowed.meanAt(typical, i, period);
            double deviations = 0;
            for (int j = i - period + 1; j <= i; j++) {
                deviations += StrictMath.abs(typical[j] - mean);
            }
            double deviation = deviations / period;
            result[i] = deviation == 0 ? 0 : (typical[i] - mean) / (0.015 * deviation);
        }
        return result;
    }
}
