package io.ktrdr.quant.bars;

import java.util.Arrays;

/**
 * A series of OHLCV bars in columns, immutable. Open times are epoch milliseconds and strictly increasing; intervals without
 * trading have no bar. All numbers are finite; prices are positive and volumes not negative. That high and low embrace open
 * and close is not promised (an import may be told to keep bad bars).
 */
public final class Bars {
    private final Timeframe timeframe;
    private final long[] openTimes;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;
    private final double[] volume;

    private Bars(Timeframe timeframe, long[] openTimes, double[][] columns) {
        this.timeframe = timeframe;
        this.openTimes = openTimes;
        this.open = columns[0];
        this.high = columns[1];
        this.low = columns[2];
        this.close = columns[3];
        this.volume = columns[4];
    }

    /**
     * Copies the columns.
     *
     * @throws IllegalArgumentException for columns that break what the class promises
     */
    public static Bars of(
            Timeframe timeframe,
            long[] openTimes,
            double[] open,
            double[] high,
            double[] low,
            double[] close,
            double[] volume) {
        double[][] columns = {open.clone(), high.clone(), low.clone(), close.clone(), volume.clone()};
        for (double[] column : columns) {
            if (column.length != openTimes.length) {
                throw new IllegalArgumentException("Columns of different length");
            }
        }
        for (int i = 0; i < openTimes.length; i++) {
            if (i > 0 && openTimes[i] <= openTimes[i - 1]) {
                throw new IllegalArgumentException("Open times must increase, bar " + i + " does not");
            }
            for (int c = 0; c < columns.length; c++) {
                double value = columns[c][i];
                boolean inRange = c == 4 ? value >= 0 : value > 0;
                if (!inRange || value == Double.POSITIVE_INFINITY) {
                    throw new IllegalArgumentException("Bar " + i + " has the value " + value);
                }
                // one bit pattern for zero, or equal bars would have different hashes
                columns[c][i] = value + 0.0;
            }
        }
        return new Bars(timeframe, openTimes.clone(), columns);
    }

    public Timeframe timeframe() {
        return timeframe;
    }

    public int size() {
        return openTimes.length;
    }

    /** Epoch milliseconds. */
    public long openTime(int bar) {
        return openTimes[bar];
    }

    /** Epoch milliseconds of the moment at which the bar is known. */
    public long closeTime(int bar) {
        return openTimes[bar] + timeframe.millis();
    }

    public double open(int bar) {
        return open[bar];
    }

    public double high(int bar) {
        return high[bar];
    }

    public double low(int bar) {
        return low[bar];
    }

    public double close(int bar) {
        return close[bar];
    }

    public double volume(int bar) {
        return volume[bar];
    }

    /** A copy of the column, as are the next ones. */
    public double[] opens() {
        return open.clone();
    }

    public double[] highs() {
        return high.clone();
    }

    public double[] lows() {
        return low.clone();
    }

    public double[] closes() {
        return close.clone();
    }

    public double[] volumes() {
        return volume.clone();
    }

    /** The first {@code size} bars: what was known once the last of them had closed. */
    public Bars prefix(int size) {
        return slice(0, size);
    }

    /** Bars {@code from} (inclusive) to {@code to} (exclusive). */
    public Bars slice(int from, int to) {
        return new Bars(timeframe, Arrays.copyOfRange(openTimes, from, to), new double[][] {
            Arrays.copyOfRange(open, from, to),
            Arrays.copyOfRange(high, from, to),
            Arrays.copyOfRange(low, from, to),
            Arrays.copyOfRange(close, from, to),
            Arrays.copyOfRange(volume, from, to)
        });
    }

    /**
     * Bars that this market really makes in a year: bars over elapsed years. So a market that trades around the clock and
     * one with sessions and holidays are annualised alike. One bar alone: as if it never paused.
     */
    public double barsPerYear() {
        if (size() < 2) {
            return timeframe.barsPerYear();
        }
        double elapsedSeconds = (openTimes[size() - 1] - openTimes[0]) / 1000.0;
        return (size() - 1) * Timeframe.SECONDS_PER_YEAR / elapsedSeconds;
    }
}
