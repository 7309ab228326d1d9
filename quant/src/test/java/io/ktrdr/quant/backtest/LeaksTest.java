package io.ktrdr.quant.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals that know the next bar are caught, and honest ones left alone, however good. */
class LeaksTest {
    private static final int SIZE = 2000;
    private static final Window WINDOW = new Window("", "", 500, SIZE - 1, SIZE - 500);
    private static final StrategySpec.Costs COSTS = new StrategySpec.Costs(5, 5);

    private static double move(Bars bars, int bar) {
        return bars.close(bar) / bars.open(bar) - 1;
    }

    /** Knows at a bar's close how the next one will end. */
    private static double[] leaking(Bars bars) {
        double[] sizes = new double[bars.size()];
        for (int i = 0; i + 1 < sizes.length; i++) {
            sizes[i] = StrictMath.signum(move(bars, i + 1));
        }
        return sizes;
    }

    /** Only where the move is worth it, and only long. */
    private static double[] leakingLongOnly(Bars bars) {
        double[] sizes = new double[bars.size()];
        for (int i = 0; i + 1 < sizes.length; i++) {
            sizes[i] = move(bars, i + 1) > 0.005 ? 1 : 0;
        }
        return sizes;
    }

    /** Right but for one bar in ten. */
    private static double[] leakingWithErrors(Bars bars) {
        double[] sizes = leaking(bars);
        SplitMix64 random = new SplitMix64(9);
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = random.nextDouble() < 0.1 ? -sizes[i] : sizes[i];
        }
        return sizes;
    }

    /** Knows nothing but the bar that has just ended. */
    private static double[] following(Bars bars) {
        double[] sizes = new double[bars.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = StrictMath.signum(move(bars, i));
        }
        return sizes;
    }

    /** As {@link #following}, but only the great moves, after which it is right far more often. */
    private static double[] followingGreatMoves(Bars bars) {
        double[] sizes = new double[bars.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = StrictMath.abs(move(bars, i)) > 0.018 ? StrictMath.signum(move(bars, i)) : 0;
        }
        return sizes;
    }

    enum Leak {
        ALWAYS(LeaksTest::leaking),
        LONG_ONLY(LeaksTest::leakingLongOnly),
        WITH_ERRORS(LeaksTest::leakingWithErrors);

        final Function<Bars, double[]> sizes;

        Leak(Function<Bars, double[]> sizes) {
            this.sizes = sizes;
        }
    }

    /** One price is a thousand times too high, for one bar. */
    private static Bars withBadTick(Bars bars, int bar) {
        double[] closes = bars.closes();
        double[] highs = bars.highs();
        closes[bar] *= 1000;
        highs[bar] *= 1000;
        long[] times = new long[bars.size()];
        Arrays.setAll(times, bars::openTime);
        return Bars.of(bars.timeframe(), times, bars.opens(), highs, bars.lows(), closes, bars.volumes());
    }

    private static Bars walk() {
        return SyntheticBars.randomWalk(4, SIZE, Timeframe.parse("1h"), 0.01);
    }

    private static TooGood judge(Bars bars, double[] sizes) {
        return TooGood.judge(new Replay(bars, WINDOW, 8766, () -> {}).run(sizes, Sizing.FULL, COSTS));
    }

    @ParameterizedTest
    @EnumSource(Leak.class)
    void a_leak_of_one_bar_is_too_good(Leak leak) {
        TooGood judged = judge(walk(), leak.sizes.apply(walk()));
        assertTrue(judged.suspected(), judged.toString());
        assertFalse(judged.reasons().isEmpty());
        assertTrue(judged.hitRate() != null && judged.hitRate() > 0.88, judged.toString());
    }

    @ParameterizedTest
    @EnumSource(Leak.class)
    void a_bad_tick_does_not_hide_a_leak(Leak leak) {
        Bars bars = withBadTick(walk(), 1200);
        TooGood judged = judge(bars, leak.sizes.apply(bars));
        assertTrue(judged.suspected(), judged.toString());
        // nor when it ruins the account: then there is less to be seen, but enough
        Bars ruined = withBadTick(walk(), 900);
        double[] sizes = leak.sizes.apply(ruined);
        sizes[899] = -1;
        assertTrue(judge(ruined, sizes).suspected());
    }

    @Test
    void a_bad_tick_alone_is_no_leak() {
        Bars bars = withBadTick(walk(), 1200);
        double[] lucky = following(walk());
        lucky[1199] = 1;
        lucky[1200] = -1;
        TooGood judged = judge(bars, lucky);
        assertFalse(judged.suspected(), judged.toString());
    }

    /** So that there is a second look at the same question, by how far prices moved. */
    @Test
    void sharpe_ratio_of_the_timing_tells_a_leak_with_and_without_a_bad_tick() {
        Bars bad = withBadTick(walk(), 1200);
        for (Bars bars : List.of(walk(), bad)) {
            Double leak = judge(bars, leaking(bars)).timingSharpe();
            Double honest = judge(bars, following(bars)).timingSharpe();
            assertTrue(leak != null && leak > 1.2 && leak < 1.5, "leak " + leak);
            assertTrue(honest != null && StrictMath.abs(honest) < 0.1, "honest " + honest);
        }
        assertEquals(2, judge(bad, leaking(bad)).reasons().size());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.3})
    void honest_forecasts_of_what_can_be_forecast_are_not_suspected(double phi) {
        for (int seed = 0; seed < 30; seed++) {
            Bars bars = SyntheticBars.autoregressive(seed, SIZE, Timeframe.parse("1h"), 0.01, phi);
            assertFalse(judge(bars, following(bars)).suspected());
            TooGood picky = judge(bars, followingGreatMoves(bars));
            assertFalse(picky.suspected(), picky.toString());
        }
    }

    /** Each bar drifts by as much as it deviates: always long is right on 84 %. */
    @Test
    void a_strong_trend_makes_nobody_suspect() {
        SplitMix64 random = new SplitMix64(8);
        long[] times = new long[SIZE];
        double[] open = new double[SIZE];
        double[] close = new double[SIZE];
        double price = 100;
        for (int i = 0; i < SIZE; i++) {
            times[i] = i * 3_600_000L;
            open[i] = price;
            price *= StrictMath.exp(0.003 * (1 + random.nextGaussian()));
            close[i] = price;
        }
        Bars bars = Bars.of(Timeframe.parse("1h"), times, open, close, open, close, new double[SIZE]);
        double[] always = new double[SIZE];
        Arrays.fill(always, 1);
        TooGood judged = judge(bars, always);
        assertTrue(judged.hitRate() != null && judged.hitRate() > 0.8);
        assertFalse(judged.suspected(), judged.toString());
        TooGood leak = judge(bars, leaking(bars));
        assertTrue(leak.suspected(), leak.toString());
    }

    @Test
    void what_was_never_in_the_market_is_not_judged() {
        TooGood judged = judge(walk(), new double[SIZE]);
        assertFalse(judged.suspected());
        assertEquals(0, judged.bars());
        assertNull(judged.hitRate());
    }

    private static LookAheadCheck.LookAhead check(Bars bars, Function<Bars, double[]> sizes) {
        LookAheadCheck check = new LookAheadCheck(
                known -> new double[][] {sizes.apply(known)}, bars, new double[][] {sizes.apply(bars)}, WINDOW, 3);
        for (int i = 0; i < check.points(); i++) {
            check.check();
        }
        return check.result();
    }

    @ParameterizedTest
    @EnumSource(Leak.class)
    void a_signal_that_looks_a_bar_ahead_is_another_when_the_data_end_sooner(Leak leak) {
        LookAheadCheck.LookAhead result = check(walk(), leak.sizes);
        assertEquals(8, result.points());
        assertTrue(result.violations() >= (leak == Leak.LONG_ONLY ? 1 : 8), result.toString());
        assertNotNull(result.firstViolation());
        Instant first = Instant.parse(result.firstViolation());
        assertTrue(first.toEpochMilli() > walk().openTime(WINDOW.firstIndex()));
        assertTrue(first.toEpochMilli() < walk().closeTime(SIZE - 1));
    }

    /** Standardised by the mean of all data: as leaks mostly are. */
    @Test
    void a_signal_made_with_the_mean_of_all_bars_is_another_when_the_data_end_sooner() {
        LookAheadCheck.LookAhead result = check(walk(), bars -> {
            double sum = 0;
            for (int i = 0; i < bars.size(); i++) {
                sum += bars.close(i);
            }
            double[] sizes = new double[bars.size()];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = bars.close(i) / (sum / bars.size()) - 1;
            }
            return sizes;
        });
        assertEquals(8, result.violations());
    }

    @Test
    void a_signal_that_looks_only_back_is_the_same() {
        assertEquals(new LookAheadCheck.LookAhead(8, 0, null), check(walk(), LeaksTest::following));
    }

    @Test
    void a_window_of_one_bar_has_no_point_to_be_checked() {
        Bars bars = walk();
        LookAheadCheck check = new LookAheadCheck(
                known -> new double[][] {following(known)},
                bars,
                new double[][] {following(bars)},
                new Window("", "", SIZE - 1, SIZE - 1, 1),
                3);
        assertEquals(0, check.points());
        assertEquals(new LookAheadCheck.LookAhead(0, 0, null), check.result());
    }
}
