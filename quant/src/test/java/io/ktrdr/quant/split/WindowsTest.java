package io.ktrdr.quant.split;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
            @ForAll @DoubleRange(min = 0.05, max = 0.9) double validation,
            @ForAll @DoubleRange(min = 0.05, max = 0.9) double test) {
        Windows windows;
        try {
            windows = Windows.of(BARS.prefix(size), horizon, train, validation, test);
        } catch (TooFewBarsException | IllegalArgumentException e) {
            int first = (int) (size * train);
            int second = (int) (size * (train + validation));
            int third = (int) (size * (train + validation + test));
            int fewest =
                    Math.min(Math.min(first, second - first) - horizon - 1, Math.min(third - second, size - third));
            assertTrue(train + validation + test >= 1 || fewest < Windows.FEWEST_BARS);
            return;
        }
        // the label of bar i ends at the open of bar i + 1 + horizon
        assertTrue(
                windows.train().lastIndex() + 1 + horizon < windows.validation().firstIndex());
        assertTrue(
                windows.validation().lastIndex() + 1 + horizon < windows.test().firstIndex());
        assertEquals(0, windows.train().firstIndex());
        Window holdout = windows.holdout();
        Window last = holdout == null ? windows.test() : holdout;
        assertEquals(size - 1, last.lastIndex());
        if (holdout != null) {
            assertEquals(windows.test().end(), holdout.firstIndex());
        }
        assertFalse(windows.test().overlaps(windows.train()));
        assertFalse(windows.test().overlaps(windows.validation()));
        for (Window window : new Window[] {windows.train(), windows.validation(), windows.test(), last}) {
            assertTrue(window.bars() >= Windows.FEWEST_BARS);
            assertEquals(window.bars(), window.end() - window.firstIndex());
            assertTrue(window.isOf(BARS.prefix(size)));
        }
    }

    @Test
    void the_default_is_fifty_twenty_twenty_and_ten_held_out() {
        Windows windows = Windows.of(BARS, 3);
        assertEquals(2496, windows.train().bars());
        assertEquals(996, windows.validation().bars());
        assertEquals(1000, windows.test().bars());
        assertEquals(500, requireNonNull(windows.holdout()).bars());
    }

    @Test
    void nothing_is_held_out_of_what_is_used_up() {
        Windows windows = Windows.of(BARS, 3, 0.6, 0.2, 0.2);
        assertEquals(1000, windows.test().bars());
        assertNull(windows.holdout());
    }

    @Test
    void all_strategies_are_tested_on_the_same_bars() {
        assertEquals(Windows.of(BARS, 1).test(), Windows.of(BARS, 40).test());
        assertEquals(Windows.of(BARS, 1).holdout(), Windows.of(BARS, 40).holdout());
    }

    @Test
    void too_few_bars_are_refused_by_number() {
        TooFewBarsException refusal = assertThrows(TooFewBarsException.class, () -> Windows.of(BARS.prefix(100), 1));
        assertTrue(refusal.getMessage().contains("100"));
        assertEquals(
                20, requireNonNull(Windows.of(BARS.prefix(200), 1).holdout()).bars());
    }

    @Test
    void json_names_times_and_indexes() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Windows windows = Windows.of(BARS, 3);
        String json = mapper.writeValueAsString(windows);
        assertTrue(
                json.contains("\"holdout\":{\"from\":\"2020-07-06T12:00:00Z\",\"to\":\"2020-07-27T08:00:00Z\","
                        + "\"first_index\":4500,\"last_index\":4999,\"bars\":500}"),
                json);
        assertEquals(windows, mapper.readValue(json, Windows.class));
        Windows former = Windows.of(BARS, 3, 0.6, 0.2, 0.2);
        String without = mapper.writeValueAsString(former);
        assertFalse(without.contains("holdout"), without);
        assertEquals(former, mapper.readValue(without, Windows.class));
    }
}
