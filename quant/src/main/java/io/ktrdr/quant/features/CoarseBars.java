package io.ktrdr.quant.features;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.Timeframe;
import java.util.Arrays;

/**
 * The same market on a timeframe some times coarser, on the grid that starts at the epoch. A coarse bar is seen only from the
 * fine bar on at whose close its interval is over.
 */
final class CoarseBars {
    private final Bars bars;
    /** For each fine bar the newest coarse bar that is complete at its close; -1 for none. */
    private final int[] newestComplete;

    private CoarseBars(Bars bars, int[] newestComplete) {
        this.bars = bars;
        this.newestComplete = newestComplete;
    }

    static CoarseBars of(Bars fine, int times) {
        Timeframe timeframe = fine.timeframe().times(times);
        long step = timeframe.millis();
        int size = fine.size();
        int[] newest = new int[size];
        long[] openTimes = new long[size];
        double[][] columns = new double[5][size];
        int coarse = -1;
        for (int i = 0; i < size; i++) {
            long start = Math.floorDiv(fine.openTime(i), step) * step;
            if (coarse < 0 || openTimes[coarse] != start) {
                coarse++;
                openTimes[coarse] = start;
                columns[0][coarse] = fine.open(i);
                columns[1][coarse] = fine.high(i);
                columns[2][coarse] = fine.low(i);
            }
            columns[1][coarse] = StrictMath.max(columns[1][coarse], fine.high(i));
            columns[2][coarse] = StrictMath.min(columns[2][coarse], fine.low(i));
            columns[3][coarse] = fine.close(i);
            columns[4][coarse] += fine.volume(i);
            newest[i] = fine.closeTime(i) >= start + step ? coarse : coarse - 1;
        }
        for (int c = 0; c < columns.length; c++) {
            columns[c] = Arrays.copyOf(columns[c], coarse + 1);
        }
        Bars bars = Bars.of(
                timeframe,
                Arrays.copyOf(openTimes, coarse + 1),
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                columns[4]);
        return new CoarseBars(bars, newest);
    }

    Bars bars() {
        return bars;
    }

    /** A value for each coarse bar to a value for each fine bar; NaN before the first complete one. */
    double[] spread(double[] coarseValues) {
        double[] fine = new double[newestComplete.length];
        for (int i = 0; i < fine.length; i++) {
            fine[i] = newestComplete[i] < 0 ? Double.NaN : coarseValues[newestComplete[i]];
        }
        return fine;
    }
}
