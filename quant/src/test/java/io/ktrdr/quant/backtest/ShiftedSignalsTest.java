package io.ktrdr.quant.backtest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.statistics.PlacebosCodec;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShiftedSignalsTest {
    private static final StrategySpec STRATEGY = StrategyYaml.read("""
            schema_version: 1
            name: last_move
            indicators:
              - name: roc
            label: {horizon: 1}
            model: {type: mlp}
            rules: {long_above: 0.5}
            costs: {fee_bps: 1, slippage_bps: 0}
            """);

    private static Replay replay(Bars bars, int from) {
        return new Replay(bars, new Window("", "", from, bars.size() - 1, bars.size() - from), 8766, () -> {});
    }

    private static ShiftedSignals run(Replay replay, double[] sizes) {
        ShiftedSignals shifted = new ShiftedSignals(replay, sizes, STRATEGY, 5);
        while (shifted.done() < shifted.runs()) {
            shifted.run();
        }
        return shifted;
    }

    private static double[] following(Bars bars) {
        double[] sizes = new double[bars.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = bars.close(i) > bars.open(i) ? 1 : -1;
        }
        return sizes;
    }

    @Test
    void a_signal_that_knows_something_is_better_than_itself_at_the_wrong_times() {
        Bars bars = SyntheticBars.autoregressive(2, 3000, Timeframe.parse("1h"), 0.01, 0.3);
        Replay replay = replay(bars, 500);
        double[] sizes = following(bars);
        Double own = replay.sharpe(replay.run(sizes, STRATEGY.sizing(), STRATEGY.costs()));
        ShiftedSignals.Permuted permuted = run(replay, sizes).compareWith(own);
        assertEquals(200, permuted.runs());
        assertEquals(1.0 / 201, permuted.pValue());
        assertTrue(own != null && permuted.medianSharpe() != null && own > permuted.medianSharpe() + 3);
    }

    @Test
    void p_values_of_signals_that_know_nothing_are_evenly_spread() {
        int low = 0;
        int times = 120;
        for (int seed = 0; seed < times; seed++) {
            Bars bars = SyntheticBars.randomWalk(seed, 300, Timeframe.parse("1h"), 0.01);
            Replay replay = replay(bars, 0);
            SplitMix64 random = new SplitMix64(seed + 1000);
            double[] sizes = new double[bars.size()];
            Arrays.setAll(sizes, i -> random.nextInt(3) - 1);
            Double own = replay.sharpe(replay.run(sizes, STRATEGY.sizing(), STRATEGY.costs()));
            Double p = run(replay, sizes).compareWith(own).pValue();
            assertNotNull(p);
            low += p <= 0.2 ? 1 : 0;
        }
        assertEquals(0.2, (double) low / times, 0.12);
    }

    @Test
    void always_being_long_is_as_good_at_any_time() {
        Bars bars = SyntheticBars.randomWalk(1, 400, Timeframe.parse("1h"), 0.01);
        double[] sizes = new double[bars.size()];
        Arrays.fill(sizes, 1);
        Replay replay = replay(bars, 100);
        Double own = replay.sharpe(replay.run(sizes, STRATEGY.sizing(), STRATEGY.costs()));
        assertEquals(1.0, run(replay, sizes).compareWith(own).pValue());
    }

    @Test
    void the_same_seed_gives_the_same_placebos_and_there_are_twenty() {
        Bars bars = SyntheticBars.randomWalk(1, 400, Timeframe.parse("1h"), 0.01);
        double[] sizes = following(bars);
        assertEquals(20, run(replay(bars, 100), sizes).placebos().size());
        assertArrayEquals(
                PlacebosCodec.encode(run(replay(bars, 100), sizes).placebos()),
                PlacebosCodec.encode(run(replay(bars, 100), sizes).placebos()));
    }

    @Test
    void a_long_window_is_shifted_less_often() {
        Bars bars = SyntheticBars.randomWalk(1, 400_000, Timeframe.parse("1h"), 0.001);
        assertEquals(50, new ShiftedSignals(replay(bars, 0), new double[400_000], STRATEGY, 1).runs());
    }

    @Test
    void what_cannot_be_shifted_or_never_moved_is_not_compared() {
        Bars bars = SyntheticBars.randomWalk(1, 3, Timeframe.parse("1h"), 0.01);
        ShiftedSignals none = run(replay(bars, 0), new double[3]);
        assertEquals(new ShiftedSignals.Permuted(0, null, null), none.compareWith(1.0));
        Bars more = SyntheticBars.randomWalk(1, 100, Timeframe.parse("1h"), 0.01);
        ShiftedSignals flat = run(replay(more, 0), new double[100]);
        assertNull(flat.compareWith(null).pValue());
    }
}
