package io.ktrdr.cli.report;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What each calendar month (UTC) of an equity curve brought. */
record MonthlyReturns(List<Month> months) {
    /**
     * One month.
     *
     * @param gain  of the equity, 0.01 is one percent
     * @param whole false when the curve begins or ends within it
     */
    record Month(YearMonth month, double gain, boolean whole) {}

    /** The account starts at 1, so that the first bar counts as well. A bar belongs to the month in which it mostly was. */
    static MonthlyReturns of(long[] times, double[] equity) {
        List<Month> months = new ArrayList<>();
        double before = 1;
        for (int i = 0; i < times.length; i++) {
            YearMonth month = monthOf(times[i]);
            if (i + 1 < times.length && monthOf(times[i + 1]).equals(month)) {
                continue;
            }
            // from nothing nothing grows
            double gain = before > 0 ? equity[i] / before - 1 : 0;
            months.add(new Month(month, gain, isWhole(month, times)));
            before = equity[i];
        }
        return new MonthlyReturns(List.copyOf(months));
    }

    /** All months of a year together. */
    double year(int year) {
        return months.stream()
                        .filter(month -> month.month().getYear() == year)
                        .mapToDouble(month -> 1 + month.gain())
                        .reduce(1, (a, b) -> a * b)
                - 1;
    }

    /** The largest gain or loss, without its sign. */
    double largest() {
        return months.stream()
                .mapToDouble(month -> Math.abs(month.gain()))
                .max()
                .orElse(0);
    }

    /** Times are those of closes: midnight ends the day before. */
    private static YearMonth monthOf(long close) {
        return YearMonth.from(Instant.ofEpochMilli(close - 1).atZone(ZoneOffset.UTC));
    }

    private static boolean isWhole(YearMonth month, long[] times) {
        long bar = times.length < 2 ? 0 : times[1] - times[0];
        return times[0] - bar <= start(month) && times[times.length - 1] >= start(month.plusMonths(1));
    }

    private static long start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
