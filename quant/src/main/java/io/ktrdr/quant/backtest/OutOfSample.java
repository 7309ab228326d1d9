package io.ktrdr.quant.backtest;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import java.time.Instant;

/** Backtests happen on bars that the model has never seen; not asked for, but enforced. */
public final class OutOfSample {
    private OutOfSample() {}

    /**
     * Checks the windows as they were asked for and, should those be wrong, what the model itself remembers.
     *
     * @param evaluated   the window of the backtest
     * @param trainedFrom open time of the first bar that training or validation saw, epoch milliseconds
     * @param trainedTo   close time of the last one
     * @throws WindowOverlapsTrainingException when the evaluated window has bars in common with them
     */
    public static void require(Bars bars, Windows windows, Window evaluated, long trainedFrom, long trainedTo) {
        for (Window seen : new Window[] {windows.train(), windows.validation()}) {
            if (evaluated.overlaps(seen)) {
                throw new WindowOverlapsTrainingException(evaluated.from(), evaluated.to(), seen.from(), seen.to());
            }
        }
        if (bars.openTime(evaluated.firstIndex()) < trainedTo && bars.closeTime(evaluated.lastIndex()) > trainedFrom) {
            throw new WindowOverlapsTrainingException(
                    evaluated.from(),
                    evaluated.to(),
                    Instant.ofEpochMilli(trainedFrom).toString(),
                    Instant.ofEpochMilli(trainedTo).toString());
        }
    }
}
