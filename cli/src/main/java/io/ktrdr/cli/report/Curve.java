package io.ktrdr.cli.report;

import io.ktrdr.quant.statistics.Returns;
import java.time.Instant;
import java.util.List;

/**
 * The equity of a backtest, bar by bar.
 *
 * @param times  of the bars' closes, epoch milliseconds, increasing
 * @param close  prices
 * @param equity at each close; the account started at 1
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers, never compared as wholes
record Curve(long[] times, double[] close, double[] equity) {
    private static final double MILLIS_PER_YEAR = 365.25 * 86_400_000;

    /**
     * Reads the artifact {@code equity_curve}.
     *
     * @throws IllegalArgumentException for anything else, and for one without bars
     */
    static Curve parse(byte[] csv) {
        List<Bar> bars = CsvRows.read(
                csv,
                row -> new Bar(
                        Instant.parse(row.getField("time")).toEpochMilli(),
                        CsvRows.number(row, "close"),
                        CsvRows.number(row, "equity")));
        if (bars.isEmpty()) {
            throw new IllegalArgumentException("it has no bars");
        }
        Curve curve = new Curve(
                bars.stream().mapToLong(Bar::time).toArray(),
                bars.stream().mapToDouble(Bar::close).toArray(),
                bars.stream().mapToDouble(Bar::equity).toArray());
        curve.requireOrder();
        return curve;
    }

    private record Bar(long time, double close, double equity) {}

    private void requireOrder() {
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                throw new IllegalArgumentException("times do not increase at " + Instant.ofEpochMilli(times[i]));
            }
        }
    }

    int bars() {
        return times.length;
    }

    long first() {
        return times[0];
    }

    long last() {
        return times[times.length - 1];
    }

    /** Per bar, one fewer than bars. */
    double[] returns() {
        return Returns.of(equity);
    }

    /** What 1 becomes when the price alone decides, from the first close on; without costs. */
    double[] buyAndHold() {
        double[] held = new double[close.length];
        for (int i = 0; i < held.length; i++) {
            held[i] = close[i] / close[0];
        }
        return held;
    }

    /** Of this very window; not a number for one bar alone. */
    double barsPerYear() {
        return (bars() - 1) * MILLIS_PER_YEAR / (last() - first());
    }
}
