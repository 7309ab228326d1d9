package io.ktrdr.quant.learning;

import java.util.List;

/**
 * What training came to. Accuracy and losses are those of the validation samples with the parameters of the best epoch.
 *
 * @param initialLoss  before the first epoch
 * @param bestEpoch    whose parameters were kept; 0 when no epoch improved on the start
 * @param stoppedEarly patience ran out before the epochs did
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers, never compared as wholes
public record TrainingOutcome(
        int[] layers,
        double[] parameters,
        double accuracy,
        double loss,
        double initialLoss,
        int bestEpoch,
        boolean stoppedEarly,
        List<Epoch> history) {

    /**
     * The share of other samples that the best epoch's parameters tell right, 0..1.
     *
     * @param samples at least one, standardised as those trained on
     */
    public double accuracyOn(Samples samples) {
        return Score.of(new Network(layers, parameters.clone()), samples).accuracy();
    }
}
