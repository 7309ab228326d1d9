package io.ktrdr.cli.report;

import java.util.List;

/** The trades of a backtest. */
record Trades(List<Trade> all) {
    /**
     * One of them.
     *
     * @param side {@code long} or {@code short}
     * @param gain after costs, over the equity before it
     */
    record Trade(String side, int bars, double gain) {}

    /**
     * Reads the artifact {@code trades}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Trades parse(byte[] csv) {
        return new Trades(CsvRows.read(
                csv,
                row -> new Trade(
                        row.getField("side"), Integer.parseInt(row.getField("bars")), CsvRows.number(row, "return"))));
    }

    Trades of(String side) {
        return new Trades(
                all.stream().filter(trade -> trade.side().equals(side)).toList());
    }

    double[] gains() {
        return all.stream().mapToDouble(Trade::gain).toArray();
    }

    long winners() {
        return all.stream().filter(trade -> trade.gain() > 0).count();
    }

    /** Not a number without trades. */
    double meanGain() {
        return all.stream().mapToDouble(Trade::gain).average().orElse(Double.NaN);
    }

    double best() {
        return all.stream().mapToDouble(Trade::gain).max().orElse(Double.NaN);
    }

    double worst() {
        return all.stream().mapToDouble(Trade::gain).min().orElse(Double.NaN);
    }

    double meanBars() {
        return all.stream().mapToInt(Trade::bars).average().orElse(Double.NaN);
    }
}
