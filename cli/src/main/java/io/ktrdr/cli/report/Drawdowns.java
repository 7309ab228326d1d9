package io.ktrdr.cli.report;

import io.ktrdr.quant.statistics.Performance;

/**
 * How far an equity curve lies below its highest point so far.
 *
 * @param depth     0..1, by bar
 * @param peak      the bar from which the deepest fall began
 * @param trough    its deepest bar; the same as {@code peak} when the curve never fell
 * @param recovered the bar at which the peak was reached again; -1 when it was not
 */
@SuppressWarnings("ArrayRecordComponent") // a column of numbers, never compared as a whole
record Drawdowns(double[] depth, int peak, int trough, int recovered) {
    static Drawdowns of(double[] equity) {
        double[] depth = new double[equity.length];
        int highest = 0;
        int peak = 0;
        int trough = 0;
        for (int i = 0; i < equity.length; i++) {
            if (equity[i] >= equity[highest]) {
                highest = i;
            }
            depth[i] = Performance.drawdown(equity[i], equity[highest]);
            if (depth[i] > depth[trough]) {
                peak = highest;
                trough = i;
            }
        }
        return new Drawdowns(depth, peak, trough, recovery(equity, peak, trough));
    }

    private static int recovery(double[] equity, int peak, int trough) {
        for (int i = trough; i < equity.length; i++) {
            if (equity[i] >= equity[peak]) {
                return i;
            }
        }
        return -1;
    }
}
