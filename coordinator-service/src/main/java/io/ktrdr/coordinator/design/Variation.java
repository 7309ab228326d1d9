package io.ktrdr.coordinator.design;

import io.ktrdr.quant.indicators.IndicatorCatalogue;
import io.ktrdr.quant.indicators.IndicatorDefinition;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.strategy.StrategySpec.IndicatorUse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Choices, made by a seed, within what the dataset is long enough for. */
final class Variation {
    /** Of all bars, so many may be spent on warming up one indicator. */
    private static final int LARGEST_WARM_UP_SHARE = 20;

    private final SplitMix64 random;
    private final int bars;

    Variation(SplitMix64 random, int bars) {
        this.random = random;
        this.bars = bars;
    }

    int between(int lowest, int highest) {
        return lowest + random.nextInt(highest - lowest + 1);
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A period, cut to what the dataset can warm up on a timeframe so many times coarser. */
    int period(int lowest, int highest, int timeframe) {
        int affordable = bars / LARGEST_WARM_UP_SHARE / timeframe;
        return Math.max(3, Math.min(between(lowest, highest), affordable));
    }

    int period(int lowest, int highest) {
        return period(lowest, highest, 1);
    }

    /** How many bars ahead to predict. */
    int horizon() {
        return Math.max(1, Math.min(oneOf(1, 2, 3, 4, 6, 8, 12), bars / 100));
    }

    /** A second, coarser timeframe; 1 where the dataset is too short for one. */
    int coarser() {
        return Math.min(oneOf(3, 4, 6, 8, 12), coarsest(bars));
    }

    /** The most that a timeframe can be coarser; 1 where the dataset is too short for a second one. */
    static int coarsest(int bars) {
        return Math.max(1, bars / LARGEST_WARM_UP_SHARE / 20);
    }

    /** A feature whose name says what it is, e.g. {@code rsi_14_x4}. */
    static IndicatorUse feature(String indicator, String output, int timeframe, Map<String, Integer> params) {
        IndicatorDefinition definition = IndicatorCatalogue.get(indicator);
        Map<String, Double> values = new TreeMap<>();
        params.forEach((name, value) -> values.put(name, value.doubleValue()));
        StringBuilder name = new StringBuilder(indicator);
        definition.parameters().stream()
                .filter(parameter -> params.containsKey(parameter.name()))
                .forEach(parameter -> name.append('_').append(params.get(parameter.name())));
        if (!output.equals(definition.outputs().getFirst())) {
            name.append('_').append(output);
        }
        if (timeframe > 1) {
            name.append("_x").append(timeframe);
        }
        return new IndicatorUse(indicator, definition.arguments(values).values(), output, timeframe, name.toString());
    }

    static IndicatorUse feature(String indicator, int period) {
        return feature(indicator, period, 1);
    }

    static IndicatorUse feature(String indicator, int period, int timeframe) {
        return feature(
                indicator, IndicatorCatalogue.get(indicator).outputs().getFirst(), timeframe, Map.of("period", period));
    }

    /** Fast, slow and signal periods of a MACD, in units of price-independent percent. */
    IndicatorUse convergence(String output, int timeframe) {
        int slow = period(18, 40, timeframe);
        int fast = Math.max(2, Math.min(between(5, 15), slow - 1));
        int signal = Math.max(2, Math.min(between(5, 12), slow));
        return feature("ppo", output, timeframe, Map.of("fast", fast, "slow", slow, "signal", signal));
    }

    List<Integer> hiddenLayers() {
        return oneOf(List.of(), List.of(8), List.of(16), List.of(16, 8));
    }
}
