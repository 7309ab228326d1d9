package io.ktrdr.quant.indicators;

import java.util.Arrays;

/**
 * Figures over the last {@code period} values, the present one included. Each window is summed afresh, oldest first: a
 * running sum would carry the rounding of a bad tick through all later bars.
 */
final class Windowed {
    private Windowed() {}

    static double[] undefined(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /** NaN until {@code period} values from {@code first} on are there. */
    static double[] mean(double[] values, int period, int first) {
        double[] result = undefined(values.length);
        for (int i = first + period - 1; i < values.length; i++) {
            result[i] = meanAt(values, i, period);
        }
        return result;
    }

    static double meanAt(double[] values, int i, int period) {
        double sum = 0;
        for (int j = i - period + 1; j <= i; j++) {
            sum += values[j];
        }
        return sum / period;
    }

    /** Population standard deviation (divided by n), in two passes. */
    static double deviationAt(double[] values, int i, int period) {
        double mean = meanAt(values, i, period);
        double squares = 0;
        for (int j = i - period + 1; j <= i; j++) {
            squares += (values[j] - mean) * (values[j] - mean);
        }
        return StrictMath.sqrt(squares / period);
    }

    static double highestAt(double[] values, int i, int period) {
        double highest = values[i];
        for (int j = i - period + 1; j < i; j++) {
            highest = StrictMath.max(highest, values[j]);
        }
        return highest;
    }

    static double lowestAt(double[] values, int i, int period) {
        double lowest = values[i];
        for (int j = i - period + 1; j < i; j++) {
            lowest = StrictMath.min(lowest, values[j]);
        }
        return lowest;
    }
}
