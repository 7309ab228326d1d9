package io.ktrdr.quant.indicators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    private static final Timeframe HOUR = Timeframe.parse("1h");
    private static final Bars WALK = SyntheticBars.randomWalk(3, 400, HOUR, 0.02);

    static Stream<IndicatorDefinition> indicators() {
        return IndicatorCatalogue.all().stream();
    }

    @ParameterizedTest
    @MethodSource("indicators")
    void defaults_are_in_range_and_outputs_are_computed(IndicatorDefinition indicator) {
        for (IndicatorDefinition.Parameter parameter : indicator.parameters()) {
            assertTrue(parameter.lowest() <= parameter.standard() && parameter.standard() <= parameter.highest());
        }
        double[][] columns = compute(indicator, WALK);
        assertEquals(indicator.outputs().size(), columns.length);
        for (double[] column : columns) {
            assertEquals(WALK.size(), column.length);
            assertTrue(Double.isFinite(column[WALK.size() - 1]));
        }
    }

    @ParameterizedTest
    @MethodSource("indicators")
    void nothing_later_changes_an_earlier_value(IndicatorDefinition indicator) {
        double[][] whole = compute(indicator, WALK);
        for (int size : new int[] {1, 5, 60, 399}) {
            double[][] part = compute(indicator, WALK.prefix(size));
            for (int output = 0; output < whole.length; output++) {
                assertArrayEquals(Arrays.copyOf(whole[output], size), part[output]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("indicators")
    void values_are_finite_after_warm_up_even_where_nothing_moves_or_trades(IndicatorDefinition indicator) {
        int size = 400;
        long[] times = new long[size];
        double[] price = new double[size];
        double[] volume = new double[size];
        for (int i = 0; i < size; i++) {
            times[i] = i * HOUR.millis();
            price[i] = i < 200 || i > 300 ? 5 : 5 + i % 3;
            volume[i] = i < 250 ? 0 : 1;
        }
        for (double[] column : compute(indicator, Bars.of(HOUR, times, price, price, price, price, volume))) {
            int first = 0;
            while (Double.isNaN(column[first])) {
                first++;
            }
            assertTrue(first < 100);
            for (int i = first; i < size; i++) {
                assertTrue(Double.isFinite(column[i]), indicator.name() + " at bar " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("indicators")
    void the_default_output_does_not_depend_on_the_price_level(IndicatorDefinition indicator) {
        if (indicator.name().equals("momentum") || indicator.name().equals("macd")) {
            return; // in units of price by definition; roc and ppo are their relatives
        }
        double[] here = compute(indicator, WALK)[0];
        double[] there = compute(indicator, scaled(WALK, 1024))[0];
        for (int i = 0; i < here.length; i++) {
            assertEquals(Double.isNaN(here[i]), Double.isNaN(there[i]));
            if (!Double.isNaN(here[i])) {
                assertEquals(here[i], there[i], 1e-9 * (1 + StrictMath.abs(here[i])));
            }
        }
    }

    private static double[][] compute(IndicatorDefinition indicator, Bars bars) {
        return indicator.kernel().compute(bars, indicator.arguments(Map.of()));
    }

    private static Bars scaled(Bars bars, double factor) {
        long[] times = new long[bars.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = bars.openTime(i);
        }
        return Bars.of(
                bars.timeframe(),
                times,
                scaled(bars.opens(), factor),
                scaled(bars.highs(), factor),
                scaled(bars.lows(), factor),
                scaled(bars.closes(), factor),
                bars.volumes());
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }
}
