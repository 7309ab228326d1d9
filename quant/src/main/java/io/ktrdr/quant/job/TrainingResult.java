package io.ktrdr.quant.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.learning.Epoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What training reports. Accuracy and losses are those of the validation window with the parameters of the best epoch; the
 * test window is not touched. The validation window chose that epoch, which flatters these figures a little; the backtest is
 * what counts.
 *
 * @param accuracy         share told right, 0..1
 * @param loss             mean cross-entropy in nats (0.693 is a coin)
 * @param epochs           how many ran
 * @param history          one entry an epoch
 * @param majorityAccuracy what always saying the more frequent label would score on the validation window
 * @param stoppedEarly     patience ran out before the epochs did
 * @param bestEpoch        whose parameters were kept; 0: those of the start
 * @param initialLoss      before the first epoch
 * @param lossDecrease     (initial - final) / initial
 * @param evaluatedOn      {@code validation}
 * @param trainSamples     rows learned from, after warm-up
 * @param model            SHA-256 of the model file
 * @param onnx             SHA-256 of the same model as an ONNX file; null in results of older releases
 * @param walkForward        how the accuracy of such models differs between times and seeds; null when nobody asked, or
 * @param walkForwardLeftOut why there is none although it was asked for
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TrainingResult(
        double accuracy,
        double loss,
        int epochs,
        List<Epoch> history,
        double majorityAccuracy,
        boolean stoppedEarly,
        int bestEpoch,
        double initialLoss,
        double lossDecrease,
        String evaluatedOn,
        int trainSamples,
        int validationSamples,
        String model,
        @Nullable String onnx,
        @Nullable WalkForwardResult walkForward,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String walkForwardLeftOut) {}
