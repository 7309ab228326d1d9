package io.ktrdr.quant.bars;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Finding.Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvImportTest {
    private static final Timeframe HOUR = Timeframe.parse("1h");
    private static final String HEADER = "timestamp,open,high,low,close,volume\n";

    /** A quiet market: line i + 2 is bar i, at hour i of 2024. */
    private static List<String> lines(int count) {
        Bars walk = SyntheticBars.randomWalk(11, count, HOUR, 0.004);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(line(1_704_067_200L + i * 3600L, walk.open(i), walk.high(i), walk.low(i), walk.close(i), 5));
        }
        return lines;
    }

    private static String line(long seconds, double open, double high, double low, double close, double volume) {
        return seconds + "," + open + "," + high + "," + low + "," + close + "," + volume;
    }

    private static ImportedBars read(List<String> lines, BadBars badBars) {
        return read(HEADER + String.join("\n", lines), badBars);
    }

    private static ImportedBars read(String csv, BadBars badBars) {
        return CsvImport.read(csv.getBytes(StandardCharsets.UTF_8), HOUR, badBars);
    }

    private static ImportException refused(String csv) {
        return assertThrows(ImportException.class, () -> read(csv, BadBars.DROP));
    }

    @Test
    void clean_bars_come_through_unchanged_and_without_findings() {
        List<String> lines = lines(500);
        ImportedBars imported = read(lines, BadBars.REFUSE);
        assertEquals(500, imported.bars().size());
        assertEquals(List.of(), imported.quality().findings());
        assertEquals(500, imported.quality().rowsRead());
        assertEquals(
                Double.parseDouble(lines.get(123).split(",")[4]),
                imported.bars().close(123));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-01T00:00:00Z",
                "2024-01-01T01:00:00+01:00",
                "2024-01-01T00:00Z",
                "1704067200",
                "1704067200000"
            })
    void times_are_read_in_every_spelling(String time) {
        ImportedBars imported = read("Date,Open,HIGH,low,Close,VOLUME\n" + time + ",1,1,1,1,1", BadBars.DROP);
        assertEquals(1_704_067_200_000L, imported.bars().openTime(0));
        assertEquals(List.of(), imported.quality().findings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-01-01T00:00:00", "2024-01-01 00:00:00", "2024-01-01"})
    void a_time_without_zone_is_taken_as_utc_and_reported_once(String time) {
        ImportedBars imported = read(
                "date,open,high,low,close,volume\n" + time + ",1,1,1,1,1\n2024-01-01T01:00:00,1,1,1,1,1", BadBars.DROP);
        assertEquals(1_704_067_200_000L, imported.bars().openTime(0));
        assertEquals(Map.of(Check.TIME_ZONE, 1), imported.quality().counts());
        assertEquals(2, imported.quality().findings().getFirst().line());
    }

    @Test
    void a_planted_bad_tick_is_dropped_with_its_line_and_time() {
        for (int column = 1; column <= 4; column++) {
            List<String> lines = lines(300);
            String[] cells = lines.get(100).split(",");
            double absurd = Double.parseDouble(cells[column]) * (column == 2 ? 20 : 0.0001);
            cells[column] = Double.toString(absurd);
            cells[2] = Double.toString(StrictMath.max(absurd, Double.parseDouble(cells[2])));
            cells[3] = Double.toString(StrictMath.min(absurd, Double.parseDouble(cells[3])));
            lines.set(100, String.join(",", cells));

            ImportedBars imported = read(lines, BadBars.DROP);
            Finding finding = imported.quality().findings().getFirst();
            assertEquals(Check.JUMP, finding.check());
            assertEquals(102, finding.line());
            assertEquals("2024-01-05T04:00:00Z", finding.at());
            assertTrue(finding.dropped());
            assertEquals(299, imported.bars().size());
            assertEquals(Map.of(Check.JUMP, 1, Check.GAP, 1), imported.quality().counts());
            assertEquals(300, read(lines, BadBars.KEEP).bars().size());
            assertEquals(
                    102,
                    assertThrows(ImportException.class, () -> read(lines, BadBars.REFUSE))
                            .line());
        }
    }

    @Test
    void a_run_of_bad_ticks_is_dropped_whole() {
        List<String> lines = lines(300);
        for (int bar : new int[] {100, 101}) {
            lines.set(bar, line(1_704_067_200L + bar * 3600L, 0.05, 0.06, 0.05, 0.06, 1));
        }
        ImportedBars imported = read(lines, BadBars.DROP);
        assertEquals(298, imported.bars().size());
        assertEquals(2, imported.quality().counts().get(Check.JUMP));
    }

    @Test
    void a_crash_is_no_bad_tick_and_a_split_is_reported_but_kept() {
        List<String> crash = lines(300);
        List<String> split = lines(300);
        for (int i = 100; i < 300; i++) {
            // a quarter down at once, half of that won back in the next hours
            double factor = i < 103 ? 0.75 : 0.87;
            crash.set(i, scaled(crash.get(i), factor));
            split.set(i, scaled(split.get(i), 0.1));
        }
        assertEquals(List.of(), read(crash, BadBars.REFUSE).quality().findings());
        ImportedBars imported = read(split, BadBars.REFUSE);
        assertEquals(300, imported.bars().size());
        assertEquals(Map.of(Check.JUMP, 1), imported.quality().counts());
    }

    private static String scaled(String line, double factor) {
        String[] cells = line.split(",");
        for (int i = 1; i <= 4; i++) {
            cells[i] = Double.toString(Double.parseDouble(cells[i]) * factor);
        }
        return String.join(",", cells);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                10,9,8,9,1      | OHLC
                10,12,11,10,1   | OHLC
                0,10,0,10,1     | OHLC
                -1,10,-1,10,1   | OHLC
                10,10,10,10,-1  | VOLUME
                """)
    void bars_that_contradict_themselves_are_dropped(String values, Check check) {
        String csv = HEADER + "0,10,10,10,10,1\n3600," + values + "\n7200,10,10,10,10,1";
        Finding finding = read(csv, BadBars.DROP).quality().findings().getFirst();
        assertEquals(check, finding.check());
        assertEquals(3, finding.line());
        assertTrue(finding.dropped());
        assertThrows(ImportException.class, () -> read(csv, BadBars.REFUSE));
    }

    @Test
    void duplicates_leave_the_first_and_gaps_are_counted() {
        String csv = HEADER + "0,1,1,1,1,1\n0,1,1,1,1,1\n3600,2,2,2,2,1\n3600,1,1,1,1,1\n18000,2,2,2,2,1";
        ImportedBars imported = read(csv, BadBars.KEEP);
        assertArrayEquals(new double[] {1, 2, 2}, imported.bars().closes());
        assertEquals(2, imported.quality().counts().get(Check.DUPLICATE));
        assertEquals(1, imported.quality().counts().get(Check.GAP));
        assertEquals(3, imported.quality().missingBars());
    }

    @Test
    void one_bad_bar_is_not_hidden_by_nightly_gaps() {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int day = 0; day < 2000; day++) {
            for (int hour = 9; hour < 12; hour++) {
                csv.append(day * 86_400L + hour * 3600L)
                        .append(day == 1999 && hour == 10 ? ",9,8,9,9,1\n" : ",9,9,9,9,1\n");
            }
        }
        Quality quality = read(csv.toString(), BadBars.DROP).quality();
        assertTrue(quality.findings().stream().anyMatch(finding -> finding.check() == Check.OHLC));
        assertTrue(quality.findings().size() <= 1000);
        assertEquals(2000, quality.counts().get(Check.GAP));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                0,1,1,1,1,1;3600,1,abc,1,1,1   | 3 | high
                0,1,1,1,1,1;3600,1,,1,1,1      | 3 | high
                0,1,1,1,1,1;3600,1,NaN,1,1,1   | 3 | high
                0,1,1,1,1,1;3600,1,1,Infinity,1,1 | 3 | low
                0,1,1,1,1,1;3600,1,1,1e999,1,1 | 3 | low
                0,1,1,1,1,1;3600,1,1,1,0x1p3,1 | 3 | close
                0,1,1,1,1,1;3600,1,1,1         | 3 | close
                0,1,1,1,1,1;yesterday,1,1,1,1,1 | 3 | timestamp
                0,1,1,1,1,1;2024-02-30T00:00:00Z,1,1,1,1,1 | 3 | timestamp
                7200,1,1,1,1,1;3600,1,1,1,1,1  | 3 | timestamp
                0,1,1,1,1,1;1800,1,1,1,1,1     | 3 | timestamp
                0,1,1,1,1,1;5400,1,1,1,1,1     | 3 | timestamp
                """)
    void what_cannot_be_read_is_named_by_line_and_column(String rows, long line, String field) {
        ImportException refusal = refused(HEADER + rows.replace(';', '\n'));
        assertEquals(line, refusal.line(), refusal.getMessage());
        assertEquals(field, refusal.field());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "timestamp,open,high,low,close,volume\n",
                "0,1,1,1,1,1\n3600,1,1,1,1,1",
                "timestamp,open,high,low,close\n0,1,1,1,1",
                "timestamp;open;high;low;close;volume\n0;1;1;1;1;1",
                "timestamp,open,open,high,low,close,volume\n0,1,1,1,1,1,1",
                "<html><body>404</body></html>",
                "\u0000\u0001\u0002",
                "timestamp,open,high,low,close,volume\n\"0,1,1,1,1,1"
            })
    void what_holds_no_bars_is_refused(String csv) {
        assertTrue(refused(csv).getMessage().length() > 10);
    }

    @Test
    void bars_of_another_timeframe_are_refused() {
        String csv = HEADER + "0,1,1,1,1,1\n14400,1,1,1,1,1\n28800,1,1,1,1,1";
        assertEquals("timeframe", refused(csv).field());
        assertTrue(refused(csv).getMessage().contains("4h apart"));
    }

    @Test
    void daily_bars_may_follow_summer_time() {
        String csv = HEADER + "0,1,1,1,1,1\n86400,1,1,1,1,1\n169200,1,1,1,1,1\n255600,1,1,1,1,1";
        ImportedBars imported =
                CsvImport.read(csv.getBytes(StandardCharsets.UTF_8), Timeframe.parse("1d"), BadBars.REFUSE);
        assertEquals(4, imported.bars().size());
        assertEquals(0, imported.quality().missingBars());
    }

    @Test
    void trades_become_bars_and_silence_becomes_a_gap() {
        String csv = "timestamp,price,amount\n10,100,1\n20,103,2\n3599,99,1\n3600,50,4\n14400,60,1\n14401,61,0.5";
        ImportedBars imported = read(csv, BadBars.KEEP);
        Bars bars = imported.bars();
        assertEquals(3, bars.size());
        assertArrayEquals(new double[] {100, 50, 60}, bars.opens());
        assertArrayEquals(new double[] {103, 50, 61}, bars.highs());
        assertArrayEquals(new double[] {99, 50, 60}, bars.lows());
        assertArrayEquals(new double[] {99, 50, 61}, bars.closes());
        assertArrayEquals(new double[] {4, 4, 1.5}, bars.volumes());
        assertEquals(14_400_000, bars.openTime(2));
        assertEquals(2, imported.quality().missingBars());
        assertEquals(6, imported.quality().rowsRead());
    }

    @Test
    void a_trade_for_nothing_is_left_out() {
        String csv = "timestamp,price,amount\n10,100,1\n20,0,2\n30,101,-2\n40,102,1";
        ImportedBars imported = read(csv, BadBars.DROP);
        assertArrayEquals(new double[] {102}, imported.bars().closes());
        assertEquals(2, imported.quality().counts().get(Check.OHLC));
        assertThrows(ImportException.class, () -> read(csv, BadBars.REFUSE));
    }

    @Test
    void a_byte_order_mark_and_windows_line_ends_are_welcome() {
        ImportedBars imported = read("\ufeff" + HEADER.replace("\n", "\r\n") + "0,1,1,1,1,1\r\n", BadBars.DROP);
        assertEquals(1, imported.bars().size());
    }
}
