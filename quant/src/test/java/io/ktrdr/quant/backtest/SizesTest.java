package io.ktrdr.quant.backtest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
    private static final Timeframe HOUR = Timeframe.parse("1h");
    private static final double BARS_PER_YEAR = 10_000;

    static StrategySpec strategy(String sizing) {
        return StrategyYaml.read("""
                schema_version: 2
                name: sized
                indicators: [{name: rsi}]
                label: {horizon: 4}
                model: {type: mlp}
                rules: {long_above: 0.4, short_below: 0.3}
                sizing: {%s}
                """.formatted(sizing));
    }

    private static Bars closes(double... close) {
        long[] times = new long[close.length];
        Arrays.setAll(times, i -> i * HOUR.millis());
        return Bars.of(HOUR, times, close, close, close, close, close);
    }

    /** Returns of plus and minus ln 1.1 = 0.0953: so much is also their standard deviation over any two of them. */
    private static final Bars SWINGING = closes(100, 110, 100, 110, 100);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                # sizing                                                               | p    | wanted after the last bar
                type: full                                                             | 0.9  | 1
                type: full                                                             | 0.35 | 0
                type: full                                                             | 0.1  | -1
                type: fixed_fraction, fraction: 0.25                                   | 0.9  | 0.25
                type: fixed_fraction, fraction: 0.25                                   | 0.35 | 0
                type: fixed_fraction, fraction: 0.25                                   | 0.1  | -0.25
                # 0.5 / sqrt(10000) / 0.0953
                type: volatility_target, annual_volatility: 0.5, lookback: 2           | 0.9  | 0.05246029
                type: volatility_target, annual_volatility: 0.5, lookback: 2           | 0.35 | 0
                type: volatility_target, annual_volatility: 0.5, lookback: 2           | 0.1  | -0.05246029
                type: volatility_target, annual_volatility: 0.5, lookback: 2, max_leverage: 0.04 | 0.9 | 0.04
                # four returns are all there are
                type: volatility_target, annual_volatility: 0.5, lookback: 4           | 0.9  | 0.05246029
                type: volatility_target, annual_volatility: 0.5, lookback: 5           | 0.9  | 0
                # 0.5 * (2 * 0.55 - 1) / (0.0953 * sqrt(4))
                type: kelly, fraction: 0.5, lookback: 2                                | 0.55 | 0.262301467
                type: kelly, fraction: 0.5, lookback: 2                                | 0.95 | 1
                type: kelly, fraction: 0.5, lookback: 2, max_leverage: 3               | 0.95 | 2.360713205
                type: kelly, fraction: 0.5, lookback: 2, max_leverage: 2               | 0.05 | -2
                # the rules want to be long where the model expects a fall
                type: kelly, fraction: 0.5, lookback: 2                                | 0.45 | 0
                type: kelly, fraction: 0.5, lookback: 2                                | 0.5  | 0
                type: kelly, fraction: 0.5, lookback: 5                                | 0.55 | 0
                """)
    void sizes_by_hand(String sizing, double probability, double expected) {
        double[] probabilities = new double[SWINGING.size()];
        Arrays.fill(probabilities, probability);
        double[] sizes = Sizes.wanted(strategy(sizing), probabilities, SWINGING, BARS_PER_YEAR);
        assertEquals(expected, sizes[sizes.length - 1], 1e-8);
    }

    @Test
    void nothing_is_wanted_until_there_are_as_many_returns_as_the_lookback() {
        StrategySpec strategy = strategy("type: volatility_target, annual_volatility: 2, lookback: 3");
        double[] sizes = Sizes.wanted(strategy, new double[] {1, 1, 1, 1, 1}, SWINGING, BARS_PER_YEAR);
        assertArrayEquals(new double[] {0, 0, 0}, Arrays.copyOf(sizes, 3));
        assertTrue(sizes[3] > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "'type: volatility_target, annual_volatility: 2, lookback: 2'",
        "'type: kelly, fraction: 1, lookback: 2'"
    })
    void a_price_that_does_not_move_is_no_reason_for_a_large_position(String sizing) {
        Bars still = closes(100, 110, 110, 110, 110);
        double[] sizes = Sizes.wanted(strategy(sizing), new double[] {1, 1, 1, 1, 1}, still, BARS_PER_YEAR);
        assertTrue(sizes[2] > 0);
        assertArrayEquals(new double[] {0, 0}, Arrays.copyOfRange(sizes, 3, 5));
    }

    @Test
    void without_a_probability_nothing_is_wanted() {
        for (String sizing : new String[] {
            "type: full",
            "type: fixed_fraction, fraction: 1",
            "type: volatility_target, annual_volatility: 1, lookback: 2",
            "type: kelly, fraction: 1, lookback: 2"
        }) {
            double[] nothing = new double[SWINGING.size()];
            Arrays.fill(nothing, Double.NaN);
            assertArrayEquals(
                    new double[SWINGING.size()],
                    Sizes.wanted(strategy(sizing), nothing, SWINGING, BARS_PER_YEAR),
                    sizing);
        }
    }

    /** Mostly the same side for a while, so that sizes change within a trade. */
    static double[] probabilities(long seed, int size) {
        SplitMix64 random = new SplitMix64(seed);
        double[] probabilities = new double[size];
        double about = random.nextDouble();
        for (int i = 0; i < size; i++) {
            about = random.nextDouble() < 0.05 ? random.nextDouble() : about;
            probabilities[i] = i < 3 ? Double.NaN : StrictMath.min(1, 0.9 * about + 0.1 * random.nextDouble());
        }
        return probabilities;
    }

    @Property(tries = 200)
    void sizes_stay_within_the_cap_and_on_the_side_of_the_rules(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.01, max = 2) double annual,
            @ForAll @IntRange(min = 2, max = 60) int lookback,
            @ForAll @DoubleRange(min = 0.1, max = 3) double cap) {
        Bars bars = SyntheticBars.randomWalk(seed, 200, HOUR, 0.01);
        double[] probabilities = probabilities(seed, 200);
        byte[] sides = Position.wanted(probabilities, strategy("type: full").rules());
        for (Sizing sizing : new Sizing[] {
            new Sizing.VolatilityTarget(annual, lookback, cap, 0.1), new Sizing.Kelly(0.5, lookback, cap, 0.1)
        }) {
            double[] sizes = Sizes.wanted(with(sizing), probabilities, bars, BARS_PER_YEAR);
            for (int i = 0; i < sizes.length; i++) {
                assertTrue(StrictMath.abs(sizes[i]) <= cap);
                assertTrue(sizes[i] == 0 || Position.sideOf(sizes[i]) == sides[i]);
            }
        }
    }

    @Property(tries = 50)
    void what_comes_later_changes_no_size_before(@ForAll long seed, @ForAll @IntRange(min = 1, max = 199) int known) {
        Bars bars = SyntheticBars.randomWalk(seed, 200, HOUR, 0.01);
        double[] probabilities = probabilities(seed, 200);
        for (Sizing sizing : SIZINGS) {
            assertArrayEquals(
                    Arrays.copyOf(Sizes.wanted(with(sizing), probabilities, bars, BARS_PER_YEAR), known),
                    Sizes.wanted(with(sizing), Arrays.copyOf(probabilities, known), bars.prefix(known), BARS_PER_YEAR));
        }
    }

    static final Sizing[] SIZINGS = {
        Sizing.FULL,
        new Sizing.FixedFraction(0.3),
        new Sizing.VolatilityTarget(0.4, 20, 2, 0.1),
        new Sizing.Kelly(0.5, 20, 1.5, 0.25)
    };

    static StrategySpec with(Sizing sizing) {
        StrategySpec some = strategy("type: full");
        return new StrategySpec(
                some.schemaVersion(),
                some.name(),
                some.description(),
                some.hypothesis(),
                some.family(),
                some.indicators(),
                some.label(),
                some.model(),
                some.rules(),
                sizing,
                some.costs());
    }
}
