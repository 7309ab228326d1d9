package io.ktrdr.quant.bars;

import java.util.Arrays;

/** Bars as a file has them, growing, each with its line. Nothing is checked yet. */
final class RawBars {
    private static final int FIRST_CAPACITY = 1024;

    long[] times = new long[FIRST_CAPACITY];
    long[] lines = new long[FIRST_CAPACITY];
    double[] open = new double[FIRST_CAPACITY];
    double[] high = new double[FIRST_CAPACITY];
    double[] low = new double[FIRST_CAPACITY];
    double[] close = new double[FIRST_CAPACITY];
    double[] volume = new double[FIRST_CAPACITY];
    int size;

    void add(long time, long line, double opened, double highest, double lowest, double closed, double traded) {
        if (size == times.length) {
            int capacity = size * 2;
            times = Arrays.copyOf(times, capacity);
            lines = Arrays.copyOf(lines, capacity);
            open = Arrays.copyOf(open, capacity);
            high = Arrays.copyOf(high, capacity);
            low = Arrays.copyOf(low, capacity);
            close = Arrays.copyOf(close, capacity);
            volume = Arrays.copyOf(volume, capacity);
        }
        times[size] = time;
        lines[size] = line;
        open[size] = opened;
        high[size] = highest;
        low[size] = lowest;
        close[size] = closed;
        volume[size] = traded;
        size++;
    }

    /** A trade that belongs to the last bar. */
    void extendLast(double price, double amount) {
        int last = size - 1;
        high[last] = StrictMath.max(high[last], price);
        low[last] = StrictMath.min(low[last], price);
        close[last] = price;
        volume[last] += amount;
    }

    boolean sameValues(int a, int b) {
        return open[a] == open[b]
                && high[a] == high[b]
                && low[a] == low[b]
                && close[a] == close[b]
                && volume[a] == volume[b];
    }

    /** Keeps the bars that are not marked. */
    Bars without(boolean[] dropped, Timeframe timeframe) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!dropped[i]) {
                times[kept] = times[i];
                lines[kept] = lines[i];
                open[kept] = open[i];
                high[kept] = high[i];
                low[kept] = low[i];
                close[kept] = close[i];
                volume[kept] = volume[i];
                kept++;
            }
        }
        size = kept;
        return Bars.of(
                timeframe,
                Arrays.copyOf(times, kept),
                Arrays.copyOf(open, kept),
                Arrays.copyOf(high, kept),
                Arrays.copyOf(low, kept),
                Arrays.copyOf(close, kept),
                Arrays.copyOf(volume, kept));
    }
}
