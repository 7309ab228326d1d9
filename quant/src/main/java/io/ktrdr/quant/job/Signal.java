package io.ktrdr.quant.job;

import io.ktrdr.quant.backtest.Sizes;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.learning.TrainedModel;
import io.ktrdr.quant.strategy.StrategySpec;

/**
 * From bars to what a trained strategy wants after each of them.
 *
 * @param barsPerYear by which sizes reckon; known before the first bar that is traded
 */
record Signal(StrategySpec strategy, TrainedModel model, double barsPerYear) {

    /** @param sizes wanted at each bar's close, as shares of the equity; below 0 short */
    @SuppressWarnings("ArrayRecordComponent") // columns of numbers, never compared as wholes
    record Values(double[] probabilities, double[] sizes) {
        double[][] columns() {
            return new double[][] {probabilities, sizes};
        }
    }

    Values of(Bars bars) {
        double[] probabilities = model.probabilities(FeatureMatrix.of(strategy, bars));
        return new Values(probabilities, Sizes.wanted(strategy, probabilities, bars, barsPerYear));
    }
}
