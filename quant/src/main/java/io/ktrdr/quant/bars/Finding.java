package io.ktrdr.quant.bars;

import java.time.Instant;

/**
 * One thing found in imported bars.
 *
 * @param atMillis open time of the bar, epoch milliseconds
 * @param line     line of the file, 1 is the first
 * @param dropped  the bar was left out
 */
public record Finding(Check check, long atMillis, long line, String message, boolean dropped) {
    /** What is looked at. */
    public enum Check {
        /** The four prices contradict each other. */
        OHLC,
        /** A price out of all proportion to the ones around it. */
        JUMP,
        /** Bars missing in between. */
        GAP,
        /** The same open time twice. */
        DUPLICATE,
        /** Negative, or none although the price moved. */
        VOLUME,
        /** A time without zone, read as UTC. */
        TIME_ZONE;

        public String wireName() {
            return switch (this) {
                case OHLC -> "ohlc";
                case JUMP -> "jump";
                case GAP -> "gap";
                case DUPLICATE -> "duplicate";
                case VOLUME -> "volume";
                case TIME_ZONE -> "time_zone";
            };
        }
    }

    /** The bar's open time, ISO-8601 UTC. */
    public String at() {
        return Instant.ofEpochMilli(atMillis).toString();
    }
}
