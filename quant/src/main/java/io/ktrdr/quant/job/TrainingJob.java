package io.ktrdr.quant.job;

import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.features.Labels;
import io.ktrdr.quant.features.Standardisation;
import io.ktrdr.quant.learning.Epoch;
import io.ktrdr.quant.learning.ModelCodec;
import io.ktrdr.quant.learning.OnnxExport;
import io.ktrdr.quant.learning.Samples;
import io.ktrdr.quant.learning.TrainedModel;
import io.ktrdr.quant.learning.Trainer;
import io.ktrdr.quant.learning.TrainingCancelledException;
import io.ktrdr.quant.learning.TrainingDivergedException;
import io.ktrdr.quant.learning.TrainingOutcome;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trains a strategy's model. A step is an epoch. */
public final class TrainingJob {
    private static final int FEWEST_TRAIN_SAMPLES = 50;
    private static final int FEWEST_VALIDATION_SAMPLES = 10;

    private TrainingJob() {}

    /**
     * The same spec gives the same bytes, with or without a checkpoint in between.
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
        double[] labels = Labels.of(inputs.bars(), strategy.label().horizon());
        int reach = Windows.reach(strategy.label().horizon());
        requireApart(inputs.windows(), reach);

        Window train = inputs.windows().train();
        Window validation = inputs.windows().validation();
        int trainFrom = StrictMath.max(train.firstIndex(), features.firstComplete());
        int validationFrom = StrictMath.max(validation.firstIndex(), features.firstComplete());
        requireEnough(train.end() - trainFrom, validation.end() - validationFrom, features);
        Standardisation standardisation = Standardisation.fit(features, trainFrom, train.end());
        Samples trainSamples = Samples.of(features, standardisation, labels, trainFrom, train.end());
        Samples validationSamples = Samples.of(features, standardisation, labels, validationFrom, validation.end());

        Trainer trainer = checkpoint == null
                ? Trainer.start(strategy.model(), trainSamples, validationSamples, spec.seed())
                : resume(strategy.model(), trainSamples, validationSamples, spec, specJson, checkpoint, control);
        TrainingOutcome outcome = train(trainer, specJson, strategy.model().epochs(), control);
        TrainedModel model = new TrainedModel(
                StrategyYaml.sha256(strategy),
                spec.dataset().sha256(),
                features.names(),
                standardisation,
                outcome.layers(),
                outcome.parameters(),
                inputs.bars().openTime(train.firstIndex()),
                inputs.bars().closeTime(validation.lastIndex() + reach));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("model", ModelCodec.encode(model));
        files.put("onnx", OnnxExport.encode(model));
        TrainingResult result = result(outcome, trainSamples, validationSamples, files);
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

    private static Trainer resume(
            StrategySpec.Model settings,
            Samples train,
            Samples validation,
            TrainingSpec spec,
            String specJson,
            byte[] checkpoint,
            Control control) {
        try {
            return Trainer.resume(settings, train, validation, spec.seed(), SealedState.open(specJson, checkpoint));
        } catch (IllegalArgumentException e) {
            control.startedAfresh("The checkpoint cannot be used: " + e.getMessage());
            return Trainer.start(settings, train, validation, spec.seed());
        }
    }

    /** An epoch over much data takes minutes: every hundredth of it is told, or it would look as if nothing happened. */
    private static final class WithinEpoch implements DoubleConsumer {
        private static final double STEP = 0.01;

        private final int before;
        private final int epochs;
        private final String message;
        private final Control control;
        private double next = STEP;

        /** @param message what was told last */
        WithinEpoch(int before, int epochs, String message, Control control) {
            this.before = before;
            this.epochs = epochs;
            this.message = message;
            this.control = control;
        }

        @Override
        public void accept(double share) {
            if (share >= next) {
                next = share + STEP;
                control.progress(before, (before + share) / epochs, message);
            }
        }
    }

    private static TrainingOutcome train(Trainer trainer, String specJson, int epochs, Control control) {
        try {
            String message = String.format(Locale.ROOT, "epoch %d/%d", trainer.epochs(), epochs);
            while (!trainer.isOver()) {
                Epoch epoch = trainer.runEpoch(
                        control::cancelled, new WithinEpoch(trainer.epochs(), epochs, message, control));
                message = String.format(
                        Locale.ROOT, "epoch %d/%d, loss %.4f", epoch.epoch(), epochs, epoch.validationLoss());
                control.progress(epoch.epoch(), (double) epoch.epoch() / epochs, message);
                control.checkpoint(epoch.epoch(), () -> SealedState.seal(specJson, trainer.checkpoint()));
            }
        } catch (TrainingCancelledException e) {
            throw new JobCancelledException();
        } catch (TrainingDivergedException e) {
            throw new JobException(JobException.TRAINING_DIVERGED, e.getMessage());
        }
        return trainer.outcome();
    }

    private static TrainingResult result(
            TrainingOutcome outcome, Samples train, Samples validation, Map<String, byte[]> files) {
        return new TrainingResult(
                outcome.accuracy(),
                outcome.loss(),
                outcome.history().size(),
                outcome.history(),
                validation.majority(),
                outcome.stoppedEarly(),
                outcome.bestEpoch(),
                outcome.initialLoss(),
                (outcome.initialLoss() - outcome.loss()) / outcome.initialLoss(),
                "validation",
                train.size(),
                validation.size(),
                hash(files, "model"),
                hash(files, "onnx"));
    }

    private static String hash(Map<String, byte[]> files, String name) {
        return ContentHash.of(Objects.requireNonNull(files.get(name), name));
    }
}
