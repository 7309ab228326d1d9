package io.ktrdr.quant.learning;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How one pass over the training samples went.
 *
 * @param epoch              1 for the first
 * @param trainLoss          mean cross-entropy in nats while learning, without the penalty
 * @param validationLoss     mean cross-entropy on the validation samples after it
 * @param validationAccuracy share of validation samples told right, 0..1
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Epoch(int epoch, double trainLoss, double validationLoss, double validationAccuracy) {}
