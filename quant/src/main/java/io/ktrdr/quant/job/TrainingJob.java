package io.ktrdr.quant.job;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.features.Labels;
import io.ktrdr.quant.job.LearningData.TrainingSet;
import io.ktrdr.quant.learning.ModelCodec;
import io.ktrdr.quant.learning.OnnxExport;
import io.ktrdr.quant.learning.TrainedModel;
import io.ktrdr.quant.learning.Trainer;
import io.ktrdr.quant.learning.TrainingDivergedException;
import io.ktrdr.quant.learning.TrainingOutcome;
import io.ktrdr.quant.split.Rows;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a strategy's model, and then, where the spec asks for it, others of the same form that show how much of its accuracy is
 * luck. A step is an epoch of either.
 */
public final class TrainingJob {
    static final int FEWEST_TRAIN_SAMPLES = 50;
    static final int FEWEST_VALIDATION_SAMPLES = 10;

    private TrainingJob() {}

    /**
     * The same spec gives the same bytes, with or without a checkpoint in between. The model and all about it but {@code
     * walk_forward} are the same whether a walk-forward is asked for or not.
     *
     * @param specJson   a {@link TrainingSpec}
     * @param bytesBySha fetches an artifact; what it throws is passed on
     * @param checkpoint of an earlier attempt; one that does not fit is told to control, since starting afresh gives the same
     * @throws JobException          for a spec that can never succeed
     * @throws JobCancelledException within one batch of being told to stop
     */
    public static JobResult run(
            String specJson, Function<String, byte[]> bytesBySha, byte @Nullable [] checkpoint, Control control) {
        TrainingSpec spec = TrainingSpec.fromJson(specJson);
        JobInputs inputs = JobInputs.load(spec.strategyYaml(), spec.dataset(), spec.windows(), bytesBySha);
        if (control.cancelled()) {
            throw new JobCancelledException();
        }
        StrategySpec strategy = inputs.strategy();
        FeatureMatrix features = FeatureMatrix.of(strategy, inputs.bars());
        LearningData data = new LearningData(
                features, Labels.of(inputs.bars(), strategy.label().horizon()));
        int reach = Windows.reach(strategy.label().horizon());
        requireApart(inputs.windows(), reach);

        Rows train = complete(inputs.windows().train(), features);
        Rows validation = complete(inputs.windows().validation(), features);
        requireEnough(train.size(), validation.size(), features);
        TrainingSet set = data.trainingSet(train, validation);
        WalkForwardPlan plan = plan(spec, new Rows(train.first(), validation.end()), reach);

        WalkForward walkForward = new WalkForward(data, strategy.model(), plan, spec.seed());
        Trainer trainer = checkpoint == null
                ? start(spec, strategy, set)
                : resume(spec, strategy, set, walkForward, specJson, checkpoint, control);
        Supplier<byte[]> state = () -> SealedState.seal(
                specJson,
                new TrainingState(trainer.checkpoint(), walkForward.ended(), walkForward.currentState()).encode());
        double share = (double) train.size() / (train.size() + walkForward.weight());
        try {
            new Stage("", strategy.model().epochs(), 0, 0, share).run(trainer, state, control);
        } catch (TrainingDivergedException e) {
            throw new JobException(JobException.TRAINING_DIVERGED, e.getMessage());
        }
        walkForward.run(trainer.epochs(), share, state, control);

        TrainingOutcome outcome = trainer.outcome();
        TrainedModel model = model(spec, inputs, reach, data, set, outcome);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("model", ModelCodec.encode(model));
        files.put("onnx", OnnxExport.encode(model));
        TrainingResult result = result(outcome, set, files, walkForward.result(), plan.leftOut());
        return new JobResult(JobJson.tree(result), files);
    }

    private static void requireApart(Windows windows, int reach) {
        if (windows.train().lastIndex() + reach >= windows.validation().firstIndex()
                || windows.validation().lastIndex() + reach >= windows.test().firstIndex()) {
            throw new JobException(
                    JobException.INVALID_WINDOWS,
                    "Train, validation and test must follow each other at least " + reach
                            + " bars apart, or labels of one are made of prices of the next");
        }
    }

    private static void requireEnough(int train, int validation, FeatureMatrix features) {
        if (train < FEWEST_TRAIN_SAMPLES || validation < FEWEST_VALIDATION_SAMPLES) {
            throw new JobException(
                    JobException.TOO_FEW_BARS,
                    "After " + features.firstComplete() + " bars of warm-up there are " + Math.max(0, train)
                            + " bars to train on (at least " + FEWEST_TRAIN_SAMPLES + ") and "
                            + Math.max(0, validation) + " to validate on (at least "
                            + FEWEST_VALIDATION_SAMPLES + ")");
        }
    }

    /** Those after the warm-up. */
    private static Rows complete(Window window, FeatureMatrix features) {
        int first = StrictMath.max(window.firstIndex(), features.firstComplete());
        return new Rows(first, StrictMath.max(first, window.end()));
    }

    private static WalkForwardPlan plan(TrainingSpec spec, Rows rows, int reach) {
        WalkForwardSpec walkForward = spec.walkForward();
        return walkForward == null ? WalkForwardPlan.none() : WalkForwardPlan.of(rows, reach, walkForward);
    }

    private static Trainer start(TrainingSpec spec, StrategySpec strategy, TrainingSet set) {
        return Trainer.start(strategy.model(), set.train(), set.validation(), spec.seed());
    }

    private static Trainer resume(
            TrainingSpec spec,
            StrategySpec strategy,
            TrainingSet set,
            WalkForward walkForward,
            String specJson,
            byte[] checkpoint,
            Control control) {
        try {
            TrainingState state = TrainingState.decode(SealedState.open(specJson, checkpoint));
            Trainer trainer =
                    Trainer.resume(strategy.model(), set.train(), set.validation(), spec.seed(), state.model());
            walkForward.restore(state.ended(), state.walkForward());
            return trainer;
        } catch (IllegalArgumentException e) {
            control.startedAfresh("The checkpoint cannot be used: " + e.getMessage());
            return start(spec, strategy, set);
        }
    }

    private static TrainedModel model(
            TrainingSpec spec,
            JobInputs inputs,
            int reach,
            LearningData data,
            TrainingSet set,
            TrainingOutcome outcome) {
        Bars bars = inputs.bars();
        Windows windows = inputs.windows();
        return new TrainedModel(
                StrategyYaml.sha256(inputs.strategy()),
                spec.dataset().sha256(),
                data.features().names(),
                set.standardisation(),
                outcome.layers(),
                outcome.parameters(),
                bars.openTime(windows.train().firstIndex()),
                bars.closeTime(windows.validation().lastIndex() + reach));
    }

    private static TrainingResult result(
            TrainingOutcome outcome,
            TrainingSet set,
            Map<String, byte[]> files,
            @Nullable WalkForwardResult walkForward,
            @Nullable String walkForwardLeftOut) {
        return new TrainingResult(
                outcome.accuracy(),
                outcome.loss(),
                outcome.history().size(),
                outcome.history(),
                set.validation().majority(),
                outcome.stoppedEarly(),
                outcome.bestEpoch(),
                outcome.initialLoss(),
                (outcome.initialLoss() - outcome.loss()) / outcome.initialLoss(),
                "validation",
                set.train().size(),
                set.validation().size(),
                hash(files, "model"),
                hash(files, "onnx"),
                walkForward,
                walkForwardLeftOut);
    }

    private static String hash(Map<String, byte[]> files, String name) {
        return ContentHash.of(Objects.requireNonNull(files.get(name), name));
    }
}
