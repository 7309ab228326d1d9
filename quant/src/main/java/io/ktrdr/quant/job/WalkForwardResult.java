package io.ktrdr.quant.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.statistics.Returns;
import java.util.List;

/**
 * How well the strategy learns at other times and from other beginnings: models of the same form, each trained on all that lies
 * before a window and tested on that window. Accuracy that is there in one window, or with one seed, only is luck. All windows lie
 * within what the strategy's own model learns from and is validated on; test and holdout are not touched.
 *
 * @param folds                windows tested on; may be fewer than asked for
 * @param seeds                models for each
 * @param horizonPurge         bars left out between what is learned from, what stops the training, and the window
 * @param runs                 one for each window and seed, in order of window, then seed
 * @param meanAccuracy         over the runs
 * @param meanMajorityAccuracy over the runs
 * @param accuracyDeviation    sample standard deviation over the runs
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record WalkForwardResult(
        int folds,
        int seeds,
        int horizonPurge,
        List<Run> runs,
        double meanAccuracy,
        double meanMajorityAccuracy,
        double accuracyDeviation) {

    /**
     * One model.
     *
     * @param fold             1 for the earliest window
     * @param accuracy         share of the window told right, 0..1, by the model of the best epoch; neither the model nor the
     *                         choice of the epoch knows the window
     * @param majorityAccuracy what always saying the window's more frequent label would score
     * @param samples          rows of the window
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Run(int fold, long seed, double accuracy, double majorityAccuracy, int samples) {}

    /** @param runs at least two */
    static WalkForwardResult of(int folds, int seeds, int horizonPurge, List<Run> runs) {
        double[] accuracies = runs.stream().mapToDouble(Run::accuracy).toArray();
        double[] majorities = runs.stream().mapToDouble(Run::majorityAccuracy).toArray();
        return new WalkForwardResult(
                folds,
                seeds,
                horizonPurge,
                List.copyOf(runs),
                Returns.mean(accuracies),
                Returns.mean(majorities),
                Returns.deviation(accuracies));
    }
}
