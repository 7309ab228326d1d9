package io.ktrdr.quant.backtest;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;

/** Measures how many bars a second the engine trades; run by hand, since a shared machine's clock proves nothing. */
final class EngineThroughput {
    private static final int BARS = 1_000_000;
    private static final int ROUNDS = 10;

    private EngineThroughput() {}

    public static void main(String[] arguments) {
        Bars bars = SyntheticBars.randomWalk(1, BARS, Timeframe.parse("1m"), 0.001);
        SplitMix64 random = new SplitMix64(2);
        double[] wanted = new double[BARS];
        for (int i = 1; i < BARS; i++) {
            wanted[i] = random.nextDouble() < 0.1 ? random.nextInt(3) - 1 : wanted[i - 1];
        }
        Window window = new Window("", "", 0, BARS - 1, BARS);
        StrategySpec.Costs costs = new StrategySpec.Costs(5, 2);
        run("full", bars, window, costs, Sizing.FULL, wanted);
        double[] moving = new double[BARS];
        for (int i = 0; i < BARS; i++) {
            moving[i] = wanted[i] * (0.2 + 0.6 * random.nextDouble());
        }
        run("changing now and then", bars, window, costs, new Sizing.Kelly(1, 50, 1, 0.5), moving);
        run("changing at every bar", bars, window, costs, new Sizing.Kelly(1, 50, 1, 0), moving);
    }

    private static void run(
            String what, Bars bars, Window window, StrategySpec.Costs costs, Sizing sizing, double[] wanted) {
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            Engine engine = new Engine(bars, window, costs, sizing);
            engine.run(wanted, Integer.MAX_VALUE);
            BacktestMetrics metrics = engine.ledger().metrics(bars.barsPerYear());
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%s: %.1f million bars/s with metrics (%d trades)%n", what, BARS / seconds / 1e6, metrics.trades());
        }
    }
}
