package io.ktrdr.quant.job;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.InvalidStrategyException;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.function.Function;

/**
 * What both jobs start from, checked.
 *
 * @param windows lie within the bars and are those bars' times
 */
record JobInputs(StrategySpec strategy, Bars bars, Windows windows) {

    static JobInputs load(
            String strategyYaml, DatasetReference dataset, Windows windows, Function<String, byte[]> bytesBySha) {
        StrategySpec strategy;
        try {
            strategy = StrategyYaml.read(strategyYaml);
        } catch (InvalidStrategyException e) {
            throw new JobException(JobException.INVALID_STRATEGY, e.getMessage());
        }
        Bars bars;
        try {
            bars = BarsCodec.decode(bytesBySha.apply(dataset.sha256()));
        } catch (IllegalArgumentException e) {
            throw new JobException(JobException.INVALID_DATASET, "The dataset is not readable: " + e.getMessage());
        }
        if (!bars.timeframe().toString().equals(dataset.timeframe())) {
            throw new JobException(
                    JobException.INVALID_DATASET,
                    "The dataset has " + bars.timeframe() + " bars, the spec says " + dataset.timeframe());
        }
        requireWithin("train", windows.train(), bars);
        requireWithin("validation", windows.validation(), bars);
        requireWithin("test", windows.test(), bars);
        Window holdout = windows.holdout();
        if (holdout != null) {
            requireWithin("holdout", holdout, bars);
            if (holdout.firstIndex() <= windows.test().lastIndex()) {
                throw new JobException(
                        JobException.INVALID_WINDOWS, "The holdout does not begin after the test window");
            }
        }
        return new JobInputs(strategy, bars, windows);
    }

    /** The same as if the dataset ended where the holdout begins. */
    JobInputs withoutHoldout() {
        Window holdout = windows.holdout();
        return holdout == null ? this : new JobInputs(strategy, bars.prefix(holdout.firstIndex()), windows);
    }

    private static void requireWithin(String name, Window window, Bars bars) {
        if (!window.isOf(bars)) {
            throw new JobException(
                    JobException.INVALID_WINDOWS, "The " + name + " window does not lie on the dataset's bars");
        }
    }
}
