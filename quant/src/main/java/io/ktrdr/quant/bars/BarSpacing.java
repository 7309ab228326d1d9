package io.ktrdr.quant.bars;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses bars that are not of the timeframe they are said to be. Daily and four-hourly bars may shift by an hour against
 * each other, as markets with summer time do; finer ones may not.
 */
final class BarSpacing {
    private static final long HOUR_MILLIS = 3_600_000;

    private BarSpacing() {}

    static void check(RawBars raw, Timeframe timeframe) {
        long step = timeframe.millis();
        long slack = step > HOUR_MILLIS && step % HOUR_MILLIS == 0 ? HOUR_MILLIS : 0;
        long grid = slack > 0 ? HOUR_MILLIS : step;
        for (int i = 1; i < raw.size; i++) {
            long distance = raw.times[i] - raw.times[i - 1];
            if (distance != 0 && (distance < step - slack || distance % grid != 0)) {
                throw new ImportException(
                        raw.lines[i],
                        "timestamp",
                        span(distance) + " after the bar before it, which does not fit the timeframe " + timeframe);
            }
        }
        usual(raw.times, raw.size)
                .filter(usual -> usual.getValue() > 1 && Math.abs(usual.getKey() - step) > slack)
                .ifPresent(usual -> {
                    throw new ImportException(
                            0,
                            "timeframe",
                            "Most bars are " + span(usual.getKey()) + " apart: the timeframe is not " + timeframe);
                });
    }

    /** The most frequent distance between neighbours, in milliseconds, with its frequency; of equals the shortest. */
    static Optional<Map.Entry<Long, Integer>> usual(long[] times, int size) {
        Map<Long, Integer> frequency = new HashMap<>();
        for (int i = 1; i < size; i++) {
            if (times[i] != times[i - 1]) {
                frequency.merge(times[i] - times[i - 1], 1, Integer::sum);
            }
        }
        return frequency.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue()
                        .thenComparing(Map.Entry.<Long, Integer>comparingByKey().reversed()));
    }

    /** Bars missing between two neighbours. */
    static int missing(long distanceMillis, Timeframe timeframe) {
        return (int) Math.min(
                Integer.MAX_VALUE, Math.max(0, Math.round((double) distanceMillis / timeframe.millis()) - 1));
    }

    private static String span(long millis) {
        long seconds = millis / 1000;
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
