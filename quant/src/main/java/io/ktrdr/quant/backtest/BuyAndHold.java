package io.ktrdr.quant.backtest;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The baseline: the same engine and costs, always long with all of the equity. */
public final class BuyAndHold {
    private BuyAndHold() {}

    /** Return over the window of buying at the first possible fill (the second bar's open) and selling at the last close. */
    public static @Nullable Double totalReturn(Bars bars, Window window, StrategySpec.Costs costs, double barsPerYear) {
        double[] always = new double[bars.size()];
        Arrays.fill(always, Position.LONG);
        Engine engine = new Engine(bars, window, costs, Sizing.FULL);
        engine.run(always, Integer.MAX_VALUE);
        return engine.ledger().metrics(barsPerYear).totalReturn();
    }
}
