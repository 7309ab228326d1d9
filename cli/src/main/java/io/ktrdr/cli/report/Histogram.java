package io.ktrdr.cli.report;

import java.util.Arrays;

/**
 * How often values fall into bins of one width. Zero is always the edge of a bin, so that no bin mixes gains and losses.
 *
 * @param width  of a bin: 1, 2 or 5 times a power of ten
 * @param first  the lowest bin's number; bin k holds values from {@code k * width} (inclusive) to {@code (k + 1) * width}
 * @param counts by bin, from the lowest
 */
@SuppressWarnings("ArrayRecordComponent") // a column of numbers, never compared as a whole
record Histogram(double width, int first, int[] counts) {
    private static final int MOST_BINS = 40;

    /**
     * With the width of Freedman and Diaconis, "On the histogram as a density estimator" (1981), rounded, and wider where
     * that would be more than {@value #MOST_BINS} bins.
     *
     * @throws IllegalArgumentException without values
     */
    static Histogram of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("There is nothing to count");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double low = sorted[0];
        double high = sorted[sorted.length - 1];
        double width = rounded(width(sorted));
        while (bin(high, width) - bin(low, width) >= MOST_BINS) {
            width = rounded(width * 1.5);
        }
        int first = (int) bin(low, width);
        int[] counts = new int[(int) bin(high, width) - first + 1];
        for (double value : values) {
            counts[(int) bin(value, width) - first]++;
        }
        return new Histogram(width, first, counts);
    }

    double from(int index) {
        return (first + index) * width;
    }

    private static double width(double[] sorted) {
        double quartiles = quantile(sorted, 0.75) - quantile(sorted, 0.25);
        double width = 2 * quartiles / Math.cbrt(sorted.length);
        if (width > 0) {
            return width;
        }
        double range = sorted[sorted.length - 1] - sorted[0];
        double largest = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
        return range > 0 ? range / 10 : largest > 0 ? largest : 1;
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Up to the next of 1, 2, 5, 10 times a power of ten. */
    private static double rounded(double width) {
        double power = Math.pow(10, Math.floor(Math.log10(width)));
        for (int step : new int[] {1, 2, 5}) {
            if (width <= step * power * (1 + 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static double bin(double value, double width) {
        return Math.floor(value / width);
    }
}
