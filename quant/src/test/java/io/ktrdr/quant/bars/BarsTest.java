package io.ktrdr.quant.bars;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ktrdr.quant.statistics.Returns;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarsTest {
    private static final Timeframe HOUR = Timeframe.parse("1h");

    @ParameterizedTest
    @CsvSource({"1m,60,1m", "5m,300,5m", "60m,3600,1h", "4h,14400,4h", "24h,86400,1d", "1d,86400,1d", "7d,604800,1w"})
    void timeframes_are_read_and_written(String text, long seconds, String canonical) {
        assertEquals(seconds, Timeframe.parse(text).seconds());
        assertEquals(canonical, Timeframe.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "0m", "-1m", "1", "1M", "1y", "1.5h", "1 h", "5w", "99999w", "9999999999d"})
    void what_is_no_timeframe_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Timeframe.parse(text));
    }

    @Test
    void canonical_bytes_come_back_exactly() {
        Bars bars = SyntheticBars.randomWalk(1, 1000, HOUR, 0.01);
        byte[] bytes = BarsCodec.encode(bars);
        Bars back = BarsCodec.decode(bytes);
        assertArrayEquals(bytes, BarsCodec.encode(back));
        assertEquals(bars.openTime(999), back.openTime(999));
        assertArrayEquals(bars.volumes(), back.volumes());
        assertEquals(HOUR, back.timeframe());
    }

    @Test
    void damaged_bytes_are_refused() {
        byte[] bytes = BarsCodec.encode(SyntheticBars.randomWalk(1, 10, HOUR, 0.01));
        for (int length : new int[] {0, 5, 23, 24, bytes.length - 1, bytes.length + 1}) {
            byte[] other = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> BarsCodec.decode(other));
        }
        bytes[0] ^= 1;
        assertThrows(IllegalArgumentException.class, () -> BarsCodec.decode(bytes));
    }

    @Test
    void bars_that_break_the_promises_cannot_be_made() {
        double[] one = {1, 1};
        assertThrows(IllegalArgumentException.class, () -> Bars.of(HOUR, new long[] {5, 5}, one, one, one, one, one));
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            double[] column = {1, wrong};
            assertThrows(
                    IllegalArgumentException.class, () -> Bars.of(HOUR, new long[] {5, 6}, one, one, one, column, one));
        }
    }

    @Test
    void bars_per_year_come_from_the_data_with_or_without_sessions() {
        Bars always = SyntheticBars.randomWalk(1, 24 * 400, HOUR, 0.01);
        assertEquals(365.25 * 24, always.barsPerYear(), 1e-6);

        int days = 366;
        long[] times = new long[days * 7];
        double[] ones = new double[times.length];
        Arrays.fill(ones, 1);
        for (int i = 0; i < times.length; i++) {
            // seven hours a day, five days a week
            times[i] = (i / 35 * 7L + i % 35 / 7) * 86_400_000L + i % 7 * 3_600_000L;
        }
        Bars sessions = Bars.of(HOUR, times, ones, ones, ones, ones, ones);
        assertEquals(365.25 * 5 / 7 * 7, sessions.barsPerYear(), 10);
        assertEquals(365.25 * 24, sessions.prefix(1).barsPerYear(), 1e-6);
    }

    @Test
    void a_synthetic_series_has_the_autocorrelation_asked_for() {
        for (double phi : new double[] {0, 0.2, -0.3}) {
            double[] returns = Returns.of(
                    SyntheticBars.autoregressive(5, 50_000, HOUR, 0.005, phi).closes());
            double mean = Returns.mean(returns);
            double covariance = 0;
            double variance = 0;
            for (int i = 1; i < returns.length; i++) {
                covariance += (returns[i] - mean) * (returns[i - 1] - mean);
                variance += (returns[i] - mean) * (returns[i] - mean);
            }
            assertEquals(phi, covariance / variance, 3 / StrictMath.sqrt(returns.length));
        }
    }

    @Test
    void a_seed_gives_the_same_series_and_another_seed_another() {
        byte[] first = BarsCodec.encode(SyntheticBars.randomWalk(1, 100, HOUR, 0.01));
        assertArrayEquals(first, BarsCodec.encode(SyntheticBars.randomWalk(1, 100, HOUR, 0.01)));
        assertFalse(Arrays.equals(first, BarsCodec.encode(SyntheticBars.randomWalk(2, 100, HOUR, 0.01))));
    }
}
