package io.ktrdr.quant.indicators;

/** Averages of a series; NaN during warm-up. */
final class MovingAverages {
    private MovingAverages() {}

    static double[] simple(double[] values, int period) {
        return Windowed.mean(values, period, 0);
    }

    static double[] exponential(double[] values, int period) {
        return exponential(values, period, 0);
    }

    /**
     * Smoothing 2 / (period + 1), seeded with the plain mean of the {@code period} values from {@code first} on, as TA-Lib
     * does.
     */
    static double[] exponential(double[] values, int period, int first) {
        double[] result = Windowed.undefined(values.length);
        int seed = first + period - 1;
        if (seed >= values.length) {
            return result;
        }
        double smoothing = 2.0 / (period + 1);
        result[seed] = Windowed.meanAt(values, seed, period);
        for (int i = seed + 1; i < values.length; i++) {
            result[i] = (values[i] - result[i - 1]) * smoothing + result[i - 1];
        }
        return result;
    }

    /** Weights 1 for the oldest to {@code period} for the newest. */
    static double[] weighted(double[] values, int period) {
        double[] result = Windowed.undefined(values.length);
        double weights = period * (period + 1) / 2.0;
        for (int i = period - 1; i < values.length; i++) {
            double sum = 0;
            for (int k = 1; k <= period; k++) {
                sum += k * values[i - period + k];
            }
            result[i] = sum / weights;
        }
        return result;
    }

    /** Wilder's smoothing: seeded with the mean of the first {@code period} values, then 1/period of each new one. */
    static double[] wilder(double[] values, int period, int first) {
        double[] result = Windowed.undefined(values.length);
        int seed = first + period - 1;
        if (seed >= values.length) {
            return result;
        }
        result[seed] = Windowed.meanAt(values, seed, period);
        for (int i = seed + 1; i < values.length; i++) {
            result[i] = (result[i - 1] * (period - 1) + values[i]) / period;
        }
        return result;
    }
}
