package io.ktrdr.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void durations_grow_coarser() {
        assertEquals("0m 30s", Figures.duration(30.9));
        assertEquals("2m 15s", Figures.duration(135));
        assertEquals("1h 02m", Figures.duration(3720));
        assertEquals("2d 01h", Figures.duration(176_400));
        assertEquals("0m 0s", Figures.duration(-1));
        assertEquals("0.04s", Figures.span(Duration.ofMillis(40)));
        assertEquals("12.3s", Figures.span(Duration.ofMillis(12_300)));
    }

    @Test
    void undefined_figures_are_a_dash() {
        assertEquals("-", Figures.ratio(Double.NaN));
        assertEquals("-", Figures.signedPercent(Double.POSITIVE_INFINITY));
        assertEquals("+1.50%", Figures.signedPercent(0.015));
        assertEquals("$0.12", Figures.dollars(0.12));
    }

    @Test
    void money_of_single_calls_has_more_digits() {
        assertEquals("$0.0342", Figures.fineDollars(0.0342));
        assertEquals("$0.00", Figures.fineDollars(0));
        assertEquals("$0.34", Figures.fineDollars(0.342));
    }

    @Test
    void large_counts_are_rounded() {
        assertEquals("999", Figures.count(999));
        assertEquals("12.3k", Figures.count(12_345));
        assertEquals("1.0M", Figures.count(999_960));
        assertEquals("2.5M", Figures.count(2_500_000));
    }

    @Test
    void a_bar_shows_what_is_there_what_is_likely_and_what_is_left() {
        assertEquals("█████▒▒░░░", Bar.of(10, 0.5, 0.2));
        assertEquals("█████▒▒", Bar.alone(10, 0.5, 0.2));
        assertEquals("█░░░░░░░░░", Bar.of(10, 0.001, 0));
        assertEquals("██████████", Bar.of(10, 7, 3));
        assertEquals("░░░░░░░░░░", Bar.of(10, 0, 0));
        assertEquals("", Bar.alone(10, Double.NaN, 0));
    }

    @Test
    void sparklines_span_from_lowest_to_highest() {
        assertEquals("▁█", Sparkline.of(new double[] {1, 2}, 10));
        assertEquals("▅▅", Sparkline.of(new double[] {3, 3}, 10));
        assertEquals("▁ █", Sparkline.of(new double[] {0, Double.NaN, 1}, 10));
        assertEquals("", Sparkline.of(new double[0], 10));
    }

    @Test
    void long_curves_are_averaged_to_the_width() {
        double[] rising = new double[1000];
        for (int i = 0; i < rising.length; i++) {
            rising[i] = i;
        }
        assertEquals("▁▂▃▄▅▆▇█", Sparkline.of(rising, 8));
    }

    @Test
    void tables_are_as_wide_as_their_cells() {
        assertEquals(
                "[A    B, abc  d]", new Table("A", "B").row("abc", "d").lines().toString());
    }
}
