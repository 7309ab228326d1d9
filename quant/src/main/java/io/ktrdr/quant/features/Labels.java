package io.ktrdr.quant.features;

import io.ktrdr.quant.bars.Bars;
import java.util.Arrays;

/** What the model learns to predict. */
public final class Labels {
    private Labels() {}

    /**
     * 1 where the price rises, 0 where it falls or stays, from the open after the bar to the open {@code horizon} bars later:
     * the return that an order given at the bar's close could earn, since orders fill at the next open. NaN at the end, where
     * that is not known.
     */
    public static double[] of(Bars bars, int horizon) {
        double[] labels = new double[bars.size()];
        Arrays.fill(labels, Double.NaN);
        for (int i = 0; i + 1 + horizon < bars.size(); i++) {
            labels[i] = bars.open(i + 1 + horizon) > bars.open(i + 1) ? 1 : 0;
        }
        return labels;
    }
}
