package io.ktrdr.quant.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final Bars BARS = SyntheticBars.randomWalk(1, 5000, Timeframe.parse("1h"), 0.01);

    @Property(tries = 500)
    void no_label_of_one_window_is_made_of_prices_of_the_next(
            @ForAll @IntRange(min = 1, max = 5000) int size,
            @ForAll @IntRange(min = 1, max = 500) int horizon,
            @ForAll @DoubleRange(min = 0.05, max = 0.9) double train,
            @ForAll @DoubleRange(min = 0.05, max = 0.9) double validation) {
        Windows windows;
        try {
            windows = Windows.of(BARS.prefix(size), horizon, train, validation);
        } catch (TooFewBarsException | IllegalArgumentException e) {
            int first = (int) (size * train);
            int second = (int) (size * (train + validation));
            int fewest = Math.min(Math.min(first, second - first) - horizon - 1, size - second);
            assertTrue(train + validation >= 1 || fewest < Windows.FEWEST_BARS);
            return;
        }
        // the label of bar i ends at the open of bar i + 1 + horizon
        assertTrue(
                windows.train().lastIndex() + 1 + horizon < windows.validation().firstIndex());
        assertTrue(
                windows.validation().lastIndex() + 1 + horizon < windows.test().firstIndex());
        assertEquals(0, windows.train().firstIndex());
        assertEquals(size - 1, windows.test().lastIndex());
        assertFalse(windows.test().overlaps(windows.train()));
        assertFalse(windows.test().overlaps(windows.validation()));
        for (Window window : new Window[] {windows.train(), windows.validation(), windows.test()}) {
            assertTrue(window.bars() >= Windows.FEWEST_BARS);
            assertEquals(window.bars(), window.end() - window.firstIndex());
            assertTrue(window.isOf(BARS.prefix(size)));
        }
    }

    @Test
    void the_default_is_sixty_twenty_twenty() {
        Windows windows = Windows.of(BARS, 3);
        assertEquals(2996, windows.train().bars());
        assertEquals(996, windows.validation().bars());
        assertEquals(1000, windows.test().bars());
    }

    @Test
    void too_few_bars_are_refused_by_number() {
        TooFewBarsException refusal = assertThrows(TooFewBarsException.class, () -> Windows.of(BARS.prefix(100), 1));
        assertTrue(refusal.getMessage().contains("100"));
        assertEquals(20, Windows.of(BARS.prefix(110), 1).validation().bars());
    }

    @Test
    void json_names_times_and_indexes() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Windows windows = Windows.of(BARS, 3);
        String json = mapper.writeValueAsString(windows);
        assertTrue(
                json.contains("\"test\":{\"from\":\"2020-06-15T16:00:00Z\",\"to\":\"2020-07-27T08:00:00Z\","
                        + "\"first_index\":4000,\"last_index\":4999,\"bars\":1000}"),
                json);
        assertEquals(windows, mapper.readValue(json, Windows.class));
    }
}
