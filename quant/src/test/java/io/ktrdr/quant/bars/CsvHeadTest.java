package io.ktrdr.quant.bars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvHeadTest {
    private static final String BARS = """
            timestamp,open,high,low,close,volume
            2025-01-01T00:00:00Z,1,1,1,1,1
            2025-01-01T04:00:00Z,1,1,1,1,1
            2025-01-01T12:00:00Z,1,1,1,1,1
            2025-01-01T16:00:00Z,1,1,1,1,1
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void the_timeframe_is_the_usual_distance_between_bars() {
        CsvHead head = CsvHead.read(bytes(BARS));
        assertFalse(head.trades());
        assertEquals(4, head.rows());
        assertEquals(Instant.parse("2025-01-01T00:00:00Z").toEpochMilli(), head.firstTime());
        assertEquals(Optional.of(Timeframe.parse("4h")), head.timeframe());
    }

    @Test
    void a_single_bar_and_bars_too_far_apart_have_no_timeframe() {
        assertEquals(
                Optional.empty(),
                CsvHead.read(bytes(BARS.substring(0, BARS.indexOf("2025-01-01T04"))))
                        .timeframe());
        assertEquals(
                Optional.empty(),
                CsvHead.read(bytes("time,open,high,low,close,volume\n2025-01-01,1,1,1,1,1\n2025-03-01,1,1,1,1,1\n"))
                        .timeframe());
    }

    @Test
    void trades_have_no_timeframe_of_their_own() {
        CsvHead head = CsvHead.read(bytes("timestamp,price,amount\n1700000000,1,1\n1700000060,1,1\n"));
        assertTrue(head.trades());
        assertEquals(Optional.empty(), head.timeframe());
    }

    @Test
    void what_is_no_market_data_is_refused_as_by_an_import() {
        for (String csv :
                new String[] {"", "a,b\n1,2\n", "timestamp,open,high,low,close,volume\n", "time,price\nnever,1\n"}) {
            assertThrows(ImportException.class, () -> CsvHead.read(bytes(csv)), csv);
        }
    }

    @Test
    void the_line_that_is_cut_off_is_left_out() {
        assertEquals("a\nb\n", new String(CsvHead.wholeLines(bytes("a\nb\nc")), StandardCharsets.UTF_8));
        assertEquals(0, CsvHead.wholeLines(bytes("abc")).length);
    }
}
