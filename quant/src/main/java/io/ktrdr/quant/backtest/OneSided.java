package io.ktrdr.quant.backtest;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.features.Labels;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.statistics.Performance;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A baseline: the same engine and costs, always on one side with all of the equity, from the first possible fill (the second
 * bar's open) to the last close.
 *
 * @param totalReturn over the window
 * @param sharpe      annualised
 */
public record OneSided(
        @Nullable Double totalReturn, @Nullable Double sharpe) {

    public static OneSided buyAndHold(Replay replay, StrategySpec.Costs costs) {
        return of(replay, Position.LONG, costs);
    }

    /**
     * What knows nothing but on which side the training window was right more often. Null when the rules do not allow that
     * side.
     */
    public static @Nullable OneSided majority(Replay replay, StrategySpec strategy, Window train) {
        byte side = majoritySide(replay.bars(), train, strategy.label().horizon());
        return side == Position.SHORT && strategy.rules().shortBelow() == null
                ? null
                : of(replay, side, strategy.costs());
    }

    private static byte majoritySide(Bars bars, Window train, int horizon) {
        double[] labels = Labels.of(bars.prefix(train.end()), horizon);
        int known = 0;
        int rises = 0;
        for (int bar = train.firstIndex(); bar < train.end(); bar++) {
            known += Double.isNaN(labels[bar]) ? 0 : 1;
            rises += labels[bar] == 1 ? 1 : 0;
        }
        return 2 * rises >= known ? Position.LONG : Position.SHORT;
    }

    private static OneSided of(Replay replay, byte side, StrategySpec.Costs costs) {
        double[] always = new double[replay.bars().size()];
        Arrays.fill(always, side);
        Ledger ledger = replay.run(always, Sizing.FULL, costs);
        return new OneSided(Performance.totalReturn(ledger.equity()), replay.sharpe(ledger));
    }
}
