package io.ktrdr.quant.backtest;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.statistics.Performance;
import io.ktrdr.quant.statistics.Returns;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import org.jspecify.annotations.Nullable;

/**
 * Trades the same window again and again, with other sizes or other costs.
 *
 * @param barsPerYear by which Sharpe ratios are annualised
 * @param betweenBars called every few thousand bars; what it throws ends the run
 */
public record Replay(Bars bars, Window window, double barsPerYear, Runnable betweenBars) {
    /** So many bars take about a millisecond. */
    private static final int BARS_BETWEEN = 4096;

    /** @param sizes by bar of the dataset; only those of the window are read */
    public Ledger run(double[] sizes, Sizing sizing, StrategySpec.Costs costs) {
        Engine engine = new Engine(bars, window, costs, sizing);
        while (!engine.isOver()) {
            betweenBars.run();
            engine.run(sizes, BARS_BETWEEN);
        }
        return engine.ledger();
    }

    /** Annualised. Null when the equity never moved. */
    @Nullable
    Double sharpe(Ledger ledger) {
        return Performance.sharpe(Returns.of(ledger.equity()), barsPerYear);
    }
}
