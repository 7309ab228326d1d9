package io.ktrdr.quant.features;

/**
 * Brings features to mean 0 and deviation 1, by the figures of the rows that the model may learn from. Beyond
 * {@value #LIMIT} deviations values are cut, so that one absurd bar does not drown all others.
 *
 * @param means      per feature
 * @param deviations per feature, 1 where a feature never changes
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers, never compared as wholes
public record Standardisation(double[] means, double[] deviations) {
    public static final double LIMIT = 10;

    /** From rows {@code from} (inclusive) to {@code to} (exclusive), at least one, all complete. */
    public static Standardisation fit(FeatureMatrix features, int from, int to) {
        int columns = features.columns();
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        for (int column = 0; column < columns; column++) {
            double sum = 0;
            for (int row = from; row < to; row++) {
                sum += features.value(row, column);
            }
            double mean = sum / (to - from);
            double squares = 0;
            for (int row = from; row < to; row++) {
                double distance = features.value(row, column) - mean;
                squares += distance * distance;
            }
            double deviation = StrictMath.sqrt(squares / (to - from));
            means[column] = mean;
            // a constant column leaves only rounding, which must not be blown up to signals
            deviations[column] = deviation > 1e-12 * (1 + StrictMath.abs(mean)) ? deviation : 1;
        }
        return new Standardisation(means, deviations);
    }

    public double apply(double value, int column) {
        double scaled = (value - means[column]) / deviations[column];
        return StrictMath.max(-LIMIT, StrictMath.min(LIMIT, scaled));
    }

    /** Writes row {@code row}, standardised, to {@code target} from {@code offset} on. */
    public void apply(FeatureMatrix features, int row, double[] target, int offset) {
        for (int column = 0; column < means.length; column++) {
            target[offset + column] = apply(features.value(row, column), column);
        }
    }
}
