package io.ktrdr.quant.learning;

import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.features.Standardisation;
import java.util.Arrays;
import java.util.List;

/**
 * A model that can be asked. Not thread-safe while asked.
 *
 * @param strategySha256 of the strategy's canonical text
 * @param datasetSha256  of the bars it learned from
 * @param features       names, in the order of its inputs
 * @param layers         units per layer, from inputs to output
 * @param parameters     layer by layer, for each unit its weights and then its bias
 * @param trainedFrom    open time of the first bar it saw, epoch milliseconds
 * @param trainedTo      close time of the last bar that its training or validation labels were made of
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers, never compared as wholes
public record TrainedModel(
        String strategySha256,
        String datasetSha256,
        List<String> features,
        Standardisation standardisation,
        int[] layers,
        double[] parameters,
        long trainedFrom,
        long trainedTo) {
    public TrainedModel {
        features = List.copyOf(features);
        if (layers.length < 2
                || layers[0] != features.size()
                || standardisation.means().length != features.size()
                || standardisation.deviations().length != features.size()
                || parameters.length != Network.parameterCount(layers)) {
            throw new IllegalArgumentException("The parts of the model do not fit each other");
        }
    }

    /**
     * For each row the probability that the price rises, 0..1; NaN where features are not complete.
     *
     * @throws IllegalArgumentException for other features than it was trained on
     */
    public double[] probabilities(FeatureMatrix matrix) {
        if (!matrix.names().equals(features)) {
            throw new IllegalArgumentException("The model knows the features " + features + ", not " + matrix.names());
        }
        Network network = new Network(layers, parameters.clone());
        double[] row = new double[features.size()];
        double[] result = new double[matrix.rows()];
        Arrays.fill(result, Double.NaN);
        for (int i = matrix.firstComplete(); i < matrix.rows(); i++) {
            standardisation.apply(matrix, i, row, 0);
            result[i] = Network.logistic(network.logit(row, 0));
        }
        return result;
    }
}
