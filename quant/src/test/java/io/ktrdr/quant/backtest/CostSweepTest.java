package io.ktrdr.quant.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.statistics.Performance;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostSweepTest {
    private static final Bars BARS = SyntheticBars.autoregressive(2, 3000, Timeframe.parse("1h"), 0.01, 0.3);
    private static final Window WINDOW = new Window("", "", 500, 2999, 2500);
    private static final Replay REPLAY = new Replay(BARS, WINDOW, 8766, () -> {});

    private static StrategySpec strategy(double feeBps, double slippageBps) {
        return StrategyYaml.read(
                """
                schema_version: 1
                name: last_move
                indicators:
                  - name: roc
                label: {horizon: 1}
                model: {type: mlp}
                rules: {long_above: 0.5}
                costs: {fee_bps: FEE, slippage_bps: SLIPPAGE}
                """.replace("FEE", String.valueOf(feeBps)).replace("SLIPPAGE", String.valueOf(slippageBps)));
    }

    /** Long after a rise, short after a fall, or the other way round. */
    private static double[] following(double sign) {
        double[] sizes = new double[BARS.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = BARS.close(i) > BARS.open(i) ? sign : -sign;
        }
        return sizes;
    }

    private static @Nullable Double totalReturn(double[] sizes, StrategySpec.Costs costs) {
        return Performance.totalReturn(REPLAY.run(sizes, Sizing.FULL, costs).equity());
    }

    private static List<Double> bps(CostSweep sweep) {
        return sweep.sweep().stream().map(CostSweep.Point::costBps).toList();
    }

    @Test
    void usual_and_own_costs_are_swept_in_order_and_once() {
        assertEquals(List.of(0.0, 5.0, 7.0, 10.0, 14.0), bps(CostSweep.of(REPLAY, following(1), strategy(5, 2))));
        assertEquals(List.of(0.0, 5.0, 10.0), bps(CostSweep.of(REPLAY, following(1), strategy(5, 0))));
        assertEquals(List.of(0.0, 5.0, 10.0), bps(CostSweep.of(REPLAY, following(1), strategy(0, 0))));
    }

    @Test
    void points_are_what_the_engine_makes_with_these_costs() {
        double[] sizes = following(1);
        CostSweep sweep = CostSweep.of(REPLAY, sizes, strategy(6, 3));
        assertEquals(
                totalReturn(sizes, new StrategySpec.Costs(0, 0)),
                sweep.sweep().getFirst().totalReturn());
        assertEquals(9.0, sweep.ownBps());
        CostSweep.Point own = sweep.sweep().get(2);
        assertEquals(9.0, own.costBps());
        assertEquals(totalReturn(sizes, new StrategySpec.Costs(6, 3)), own.totalReturn());
        Double atTwice = totalReturn(sizes, new StrategySpec.Costs(12, 6));
        assertNotNull(atTwice);
        assertNotNull(sweep.returnAtTwiceCost());
        assertEquals(atTwice, sweep.returnAtTwiceCost(), 1e-12);
        for (int i = 1; i < sweep.sweep().size(); i++) {
            Double cheaper = sweep.sweep().get(i - 1).totalReturn();
            Double dearer = sweep.sweep().get(i).totalReturn();
            assertTrue(cheaper != null && dearer != null && cheaper > dearer);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "10, 0", "0, 8", "0, 0"})
    void at_break_even_nothing_is_earned(double feeBps, double slippageBps) {
        double[] sizes = following(1);
        StrategySpec strategy = strategy(feeBps, slippageBps);
        Double breakEven = CostSweep.of(REPLAY, sizes, strategy).breakEvenBps();
        assertNotNull(breakEven);
        assertTrue(breakEven > 1 && breakEven < 100, breakEven + " bps");
        Double there = totalReturn(sizes, CostSweep.costs(strategy.costs(), breakEven));
        Double beyond = totalReturn(sizes, CostSweep.costs(strategy.costs(), breakEven + 0.01));
        assertTrue(there != null && there > 0 && there < 0.01, "at break even " + there);
        assertTrue(beyond != null && beyond <= 0, "just beyond " + beyond);
    }

    @Test
    void what_earns_nothing_without_costs_never_breaks_even() {
        assertNull(CostSweep.of(REPLAY, following(-1), strategy(5, 5)).breakEvenBps());
        CostSweep idle = CostSweep.of(REPLAY, new double[BARS.size()], strategy(5, 5));
        assertNull(idle.breakEvenBps());
        assertEquals(0.0, idle.returnAtTwiceCost());
        assertNull(idle.sweep().getFirst().sharpe());
    }

    @Test
    void what_earns_at_any_costs_breaks_even_at_the_most_there_are() {
        double[] open = new double[100];
        double[] close = new double[100];
        long[] times = new long[100];
        for (int i = 0; i < 100; i++) {
            times[i] = i * 3_600_000L;
            open[i] = StrictMath.pow(2, i);
            close[i] = open[i];
        }
        Bars steep = Bars.of(Timeframe.parse("1h"), times, open, open, open, close, new double[100]);
        double[] always = new double[100];
        Arrays.fill(always, 1);
        Replay replay = new Replay(steep, new Window("", "", 0, 99, 100), 8766, () -> {});
        assertEquals(5000.0, CostSweep.of(replay, always, strategy(5, 5)).breakEvenBps());
    }
}
