package io.ktrdr.quant.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import org.junit.jupiter.api.Test;

class FeatureMatrixTest {
    private static final Bars BARS = SyntheticBars.randomWalk(5, 600, Timeframe.parse("1h"), 0.01);

    private static final StrategySpec SPEC = StrategyYaml.read("""
            schema_version: 1
            name: two_timeframes
            indicators:
              - {name: rsi, params: {period: 5}, feature: fast}
              - {name: roc, params: {period: 1}, timeframe: 4, feature: slow}
            label: {horizon: 2}
            model: {type: mlp}
            rules: {long_above: 0.5}
            """);

    @Test
    void rows_are_made_of_nothing_later() {
        FeatureMatrix whole = FeatureMatrix.of(SPEC, BARS);
        for (int size = 1; size <= BARS.size(); size += 7) {
            FeatureMatrix part = FeatureMatrix.of(SPEC, BARS.prefix(size));
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < 2; column++) {
                    assertEquals(whole.value(row, column), part.value(row, column));
                }
            }
        }
    }

    @Test
    void a_coarse_bar_is_seen_at_the_close_of_its_last_fine_bar_and_not_before() {
        FeatureMatrix features = FeatureMatrix.of(SPEC, BARS);
        // the series starts on the coarse grid: bars 0-3 are the first coarse bar, 4-7 the second
        assertTrue(Double.isNaN(features.value(6, 1)));
        double second = (BARS.close(7) / BARS.close(3) - 1) * 100;
        for (int row = 7; row < 11; row++) {
            assertEquals(second, features.value(row, 1), 1e-12);
        }
        assertEquals((BARS.close(11) / BARS.close(7) - 1) * 100, features.value(11, 1), 1e-12);
        assertEquals(7, features.firstComplete());
    }

    @Test
    void a_coarse_bar_whose_last_fine_bars_are_missing_is_seen_at_the_next_bar() {
        long[] times = {0, 1, 2, 3, 4, 5, 9};
        double[] close = {1, 1, 1, 1, 2, 2, 5};
        for (int i = 0; i < times.length; i++) {
            times[i] *= 3_600_000;
        }
        Bars gapped = Bars.of(Timeframe.parse("1h"), times, close, close, close, close, close);
        CoarseBars coarse = CoarseBars.of(gapped, 4);
        double[] seen = coarse.spread(coarse.bars().closes());
        assertTrue(Double.isNaN(seen[2]));
        assertEquals(1, seen[3]);
        assertEquals(1, seen[5]);
        assertEquals(2, seen[6]);
    }

    @Test
    void labels_are_what_an_order_at_the_close_could_earn() {
        double[] labels = Labels.of(BARS, 2);
        for (int i = 0; i < BARS.size() - 3; i++) {
            assertEquals(BARS.open(i + 3) > BARS.open(i + 1) ? 1 : 0, labels[i]);
        }
        assertTrue(Double.isNaN(labels[BARS.size() - 3]));
    }

    @Test
    void standardisation_knows_only_the_rows_it_was_fitted_on() {
        FeatureMatrix features = FeatureMatrix.of(SPEC, BARS);
        Standardisation early = Standardisation.fit(features, 20, 300);
        Standardisation samePrefix = Standardisation.fit(FeatureMatrix.of(SPEC, BARS.prefix(300)), 20, 300);
        double sum = 0;
        double squares = 0;
        for (int row = 20; row < 300; row++) {
            double value = early.apply(features.value(row, 0), 0);
            sum += value;
            squares += value * value;
        }
        assertEquals(0, sum / 280, 1e-12);
        assertEquals(1, squares / 280, 1e-12);
        assertEquals(early.means()[1], samePrefix.means()[1]);
        assertEquals(early.deviations()[1], samePrefix.deviations()[1]);
        assertEquals(Standardisation.LIMIT, early.apply(1e9, 0));
    }
}
