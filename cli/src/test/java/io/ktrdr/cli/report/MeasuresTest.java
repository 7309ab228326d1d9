package io.ktrdr.cli.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a report computes by itself. */
class MeasuresTest {
    private static final double EXACT = 1e-12;

    @Test
    void months_are_measured_from_the_end_of_the_one_before() {
        // 1.00 at the start, 1.10 at the end of January, 0.99 at the end of February, 1.089 in March
        long[] times =
                times("2024-01-31T00:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z");
        MonthlyReturns returns = MonthlyReturns.of(times, new double[] {1.05, 1.10, 0.99, 1.089});
        assertEquals(3, returns.months().size());
        assertEquals(YearMonth.of(2024, 1), returns.months().get(0).month());
        assertEquals(0.10, returns.months().get(0).gain(), EXACT);
        assertEquals(-0.10, returns.months().get(1).gain(), EXACT);
        assertEquals(0.10, returns.months().get(2).gain(), EXACT);
        assertEquals(0.089, returns.year(2024), EXACT);
        assertEquals(0.10, returns.largest(), EXACT);
    }

    @Test
    void a_month_is_whole_when_the_test_covers_all_of_it() {
        // bars of a day; the first one is that of 1 February
        long[] times = IntStream.rangeClosed(0, 35)
                .mapToLong(day -> Instant.parse("2023-02-02T00:00:00Z")
                        .plusSeconds(86_400L * day)
                        .toEpochMilli())
                .toArray();
        double[] equity = new double[times.length];
        Arrays.fill(equity, 1);
        MonthlyReturns returns = MonthlyReturns.of(times, equity);
        assertEquals(2, returns.months().size());
        assertTrue(returns.months().get(0).whole());
        assertFalse(returns.months().get(1).whole());
    }

    @Test
    void a_lost_account_brings_nothing_more() {
        MonthlyReturns returns =
                MonthlyReturns.of(times("2024-01-31T00:00:00Z", "2024-02-15T00:00:00Z"), new double[] {0, 0});
        assertEquals(-1, returns.months().get(0).gain(), EXACT);
        assertEquals(0, returns.months().get(1).gain(), EXACT);
    }

    @Test
    void the_deepest_fall_has_a_peak_a_trough_and_perhaps_a_recovery() {
        Drawdowns drawdowns = Drawdowns.of(new double[] {1, 2, 1.5, 1.8, 2.5, 1, 2, 2.5, 2.4});
        assertArrayEquals(new double[] {0, 0, 0.25, 0.1, 0, 0.6, 0.2, 0, 0.04}, drawdowns.depth(), EXACT);
        assertEquals(4, drawdowns.peak());
        assertEquals(5, drawdowns.trough());
        assertEquals(7, drawdowns.recovered());

        Drawdowns open = Drawdowns.of(new double[] {2, 1, 1.9});
        assertEquals(-1, open.recovered());
        Drawdowns none = Drawdowns.of(new double[] {1, 1, 2});
        assertEquals(none.peak(), none.trough());
    }

    @Test
    void the_rolling_sharpe_ratio_is_that_of_the_last_window() {
        // 120 returns, 0.02 and 0 by turns: a window of 30 has mean 0.01 and deviation 0.01 * sqrt(30 / 29)
        double[] returns =
                IntStream.range(0, 120).mapToDouble(i -> i % 2 == 0 ? 0.02 : 0).toArray();
        RollingSharpe rolling = RollingSharpe.of(returns, 400);
        assertNotNull(rolling);
        assertEquals(30, rolling.window());
        assertEquals(91, rolling.ends().length);
        assertEquals(30, rolling.ends()[0]);
        assertEquals(120, rolling.ends()[90]);
        assertEquals(Math.sqrt(29.0 / 30) * Math.sqrt(400), rolling.values()[0], 1e-9);
    }

    @Test
    void a_rolling_window_is_at_most_a_quarter_of_a_year() {
        RollingSharpe rolling = RollingSharpe.of(new double[5_000], 365.25);
        assertNotNull(rolling);
        assertEquals(91, rolling.window());
        assertEquals(1_500, rolling.ends().length);
        assertEquals(91, rolling.ends()[0]);
        assertEquals(5_000, rolling.ends()[1_499]);
        assertTrue(Double.isNaN(rolling.values()[0]), "nothing moved");
        assertNull(RollingSharpe.of(new double[119], 365.25));
    }

    @Test
    void trades_are_counted_in_bins_with_zero_as_an_edge() {
        // quartiles -0.01 and 0.02: a width of 2 * 0.03 / cbrt(7) = 0.0314, rounded up to 0.05
        Histogram histogram = Histogram.of(new double[] {-0.06, -0.01, -0.01, 0, 0.01, 0.03, 0.05});
        assertEquals(0.05, histogram.width(), EXACT);
        assertEquals(-2, histogram.first());
        assertArrayEquals(new int[] {1, 2, 3, 1}, histogram.counts());
        assertEquals(-0.10, histogram.from(0), EXACT);
        assertEquals(0, histogram.from(2), EXACT);
    }

    @Test
    void one_far_trade_does_not_make_thousands_of_bins() {
        double[] values = new double[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 10 - 5) / 1_000.0;
        }
        values[7] = 9;
        Histogram histogram = Histogram.of(values);
        assertTrue(histogram.counts().length <= 40, "bins: " + histogram.counts().length);
        assertEquals(200, Arrays.stream(histogram.counts()).sum());
    }

    @Test
    void equal_trades_are_one_bin() {
        assertArrayEquals(
                new int[] {3}, Histogram.of(new double[] {0.02, 0.02, 0.02}).counts());
        assertArrayEquals(new int[] {2}, Histogram.of(new double[2]).counts());
    }

    @Test
    void a_long_curve_keeps_its_ends_highs_and_lows() {
        double[] values = IntStream.range(0, 10_000).mapToDouble(i -> i % 100).toArray();
        values[3_333] = -7;
        values[6_666] = 777;
        int[] kept = Thinning.of(values, 500);
        assertTrue(kept.length <= 500, "points: " + kept.length);
        assertEquals(0, kept[0]);
        assertEquals(9_999, kept[kept.length - 1]);
        assertTrue(IntStream.of(kept).anyMatch(i -> i == 3_333));
        assertTrue(IntStream.of(kept).anyMatch(i -> i == 6_666));
        assertTrue(IntStream.range(1, kept.length).allMatch(i -> kept[i] > kept[i - 1]));
        assertArrayEquals(new int[] {0, 1, 2}, Thinning.of(new double[3], 4));
    }

    @Test
    void an_equity_curve_is_read_with_or_without_sizes() {
        Curve curve = Curve.parse(csv("""
                time,close,position,equity,drawdown,size
                2024-01-01T04:00:00Z,100,flat,1.0,0,0
                2024-01-01T08:00:00Z,110,long,1.05,0,0.5
                """));
        assertArrayEquals(new double[] {1, 1.1}, curve.buyAndHold(), EXACT);
        assertArrayEquals(new double[] {0.05}, curve.returns(), EXACT);
        assertEquals(365.25 * 6, curve.barsPerYear(), 1e-9);
    }

    @Test
    void what_is_no_equity_curve_is_refused() {
        String head = "time,close,position,equity,drawdown\n";
        String bar = "2024-01-01T04:00:00Z,100,flat,1.0,0\n";
        for (String bad : new String[] {
            "",
            head,
            "<html>",
            head + "yesterday,100,flat,1.0,0\n",
            head + "2024-01-01T04:00:00Z,100,flat,NaN,0\n",
            head + "2024-01-01T04:00:00Z,100\n",
            head + bar + bar,
            "time,close\n2024-01-01T04:00:00Z,100\n"
        }) {
            assertThrows(IllegalArgumentException.class, () -> Curve.parse(csv(bad)), bad);
        }
    }

    @Test
    void trades_are_summed_up_by_side() {
        Trades trades = Trades.parse(csv("""
                side,entry_time,entry_price,exit_time,exit_price,bars,profit,return,exit
                long,2024-01-01T00:00:00Z,1,2024-01-02T00:00:00Z,2,6,0.1,0.10,signal
                short,2024-01-02T00:00:00Z,1,2024-01-03T00:00:00Z,2,2,-0.1,-0.04,end
                """));
        assertEquals(1, trades.winners());
        assertEquals(0.03, trades.meanGain(), EXACT);
        assertEquals(4, trades.meanBars(), EXACT);
        assertEquals(-0.04, trades.of("short").best(), EXACT);
        assertTrue(Double.isNaN(trades.of("none").worst()));
        assertThrows(IllegalArgumentException.class, () -> Trades.parse(csv("side,entry_time\nlong,t1\n")));
    }

    private static long[] times(String... times) {
        return Stream.of(times)
                .mapToLong(time -> Instant.parse(time).toEpochMilli())
                .toArray();
    }

    private static byte[] csv(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
