package io.ktrdr.quant.learning;

import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.features.Standardisation;

/**
 * Standardised features with their labels.
 *
 * @param inputs row after row, {@code width} values each
 * @param labels 0 or 1, one for each row
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers, never compared as wholes
public record Samples(double[] inputs, double[] labels, int width) {
    public Samples {
        if (width < 1 || inputs.length != labels.length * width) {
            throw new IllegalArgumentException("Inputs and labels do not match");
        }
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), complete and labelled. */
    public static Samples of(
            FeatureMatrix features, Standardisation standardisation, double[] labels, int from, int to) {
        int width = features.columns();
        double[] inputs = new double[(to - from) * width];
        double[] targets = new double[to - from];
        for (int row = from; row < to; row++) {
            standardisation.apply(features, row, inputs, (row - from) * width);
            targets[row - from] = labels[row];
        }
        return new Samples(inputs, targets, width);
    }

    public int size() {
        return labels.length;
    }

    /** Share of the more frequent label: what always saying the same would score. */
    public double majority() {
        double ones = 0;
        for (double label : labels) {
            ones += label;
        }
        double share = ones / size();
        return StrictMath.max(share, 1 - share);
    }
}
