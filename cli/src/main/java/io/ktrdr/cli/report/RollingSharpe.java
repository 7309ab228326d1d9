package io.ktrdr.cli.report;

import io.ktrdr.quant.statistics.Performance;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The Sharpe ratio, annualised, of the last so many bars, as it went along.
 *
 * @param window bars
 * @param ends   indexes of the bars at which it was taken
 * @param values not a number where nothing moved within the window
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers, never compared as wholes
record RollingSharpe(int window, int[] ends, double[] values) {
    /** Fewer returns say nothing. */
    static final int SHORTEST_WINDOW = 30;

    private static final int MOST_POINTS = 1_500;

    /**
     * Over a quarter of a year, or a quarter of all bars where that is less. At most {@value #MOST_POINTS} points, evenly
     * spaced; the last bar is one of them.
     *
     * @param returns per bar; that of index i belongs to bar i + 1
     * @return null when a window would have fewer than {@value #SHORTEST_WINDOW} bars
     */
    static @Nullable RollingSharpe of(double[] returns, double barsPerYear) {
        int window = (int) Math.min(Math.round(barsPerYear / 4), returns.length / 4);
        if (window < SHORTEST_WINDOW) {
            return null;
        }
        int possible = returns.length - window + 1;
        int points = Math.min(possible, MOST_POINTS);
        int[] ends = new int[points];
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            int after = returns.length - (int) ((long) (points - 1 - i) * (possible - 1) / Math.max(1, points - 1));
            Double sharpe = Performance.sharpe(Arrays.copyOfRange(returns, after - window, after), barsPerYear);
            ends[i] = after;
            values[i] = sharpe == null ? Double.NaN : sharpe;
        }
        return new RollingSharpe(window, ends, values);
    }
}
