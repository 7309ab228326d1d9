package io.ktrdr.quant.job;

import io.ktrdr.quant.backtest.Engine;
import io.ktrdr.quant.backtest.OutOfSample;
import io.ktrdr.quant.backtest.WindowOverlapsTrainingException;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.learning.ModelCodec;
import io.ktrdr.quant.learning.TrainedModel;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trades a trained strategy through the test window, or the holdout if it is told to, and examines what came out. A step is a
 * bar.
 */
public final class BacktestJob {
    /** So many bars take about a millisecond: soon enough to hear a cancel. */
    private static final int BARS_BETWEEN_QUESTIONS = 4096;

    private BacktestJob() {}

    /**
     * The same spec gives the same bytes, with or without a checkpoint in between.
     *
     * @param specJson   a {@link BacktestSpec}
     * @param bytesBySha fetches an artifact; what it throws is passed on
     * @param checkpoint of an earlier attempt; one that does not fit is told to control, since starting afresh gives the same
     * @throws JobException          for a spec that can never succeed; {@code window_overlaps_training} when the test window
     *                               overlaps what the model was trained or validated on; {@code
     *                               invalid_windows} when a holdout is asked for and there is none
     * @throws JobCancelledException soon after being told to stop
     */
    public static JobResult run(
            String specJson, Function<String, byte[]> bytesBySha, byte @Nullable [] checkpoint, Control control) {
        BacktestSpec spec = BacktestSpec.fromJson(specJson);
        JobInputs inputs = JobInputs.load(spec.strategyYaml(), spec.dataset(), spec.windows(), bytesBySha);
        Window evaluated = evaluated(spec, inputs.windows());
        TrainedModel model = model(spec, inputs, bytesBySha);
        requireOutOfSample(inputs, evaluated, model);
        Examination.stopIfCancelled(control);
        JobInputs visible = spec.isOnHoldout() ? inputs : inputs.withoutHoldout();
        Bars bars = visible.bars();
        StrategySpec strategy = visible.strategy();
        // a year has as many bars as it had until the first decision
        Signal signal = new Signal(
                strategy, model, bars.prefix(evaluated.firstIndex() + 1).barsPerYear());
        // what lies after the window is not even looked at
        Signal.Values wanted = signal.of(bars.prefix(evaluated.end()));

        Engine engine = new Engine(bars, evaluated, strategy.costs(), strategy.sizing());
        if (checkpoint != null) {
            resume(engine, specJson, checkpoint, control);
        }
        while (!engine.isOver()) {
            Examination.stopIfCancelled(control);
            engine.run(wanted.sizes(), BARS_BETWEEN_QUESTIONS);
            control.progress(
                    engine.done(),
                    Examination.BACKTEST_ENDS * engine.done() / evaluated.bars(),
                    "bar " + engine.done() + "/" + evaluated.bars());
            control.checkpoint(engine.done(), () -> SealedState.seal(specJson, engine.checkpoint()));
        }
        return new Examination(spec, visible, signal, wanted, engine.ledger(), control).result();
    }

    private static Window evaluated(BacktestSpec spec, Windows windows) {
        if (!spec.isOnHoldout()) {
            return windows.test();
        }
        Window holdout = windows.holdout();
        if (holdout == null) {
            throw new JobException(
                    JobException.INVALID_WINDOWS, "There is no holdout: the dataset was cut before there was one");
        }
        return holdout;
    }

    private static TrainedModel model(BacktestSpec spec, JobInputs inputs, Function<String, byte[]> bytesBySha) {
        TrainedModel model;
        try {
            model = ModelCodec.decode(bytesBySha.apply(spec.model()));
        } catch (IllegalArgumentException e) {
            throw new JobException(JobException.INVALID_MODEL, "The model is not readable: " + e.getMessage());
        }
        if (!model.strategySha256().equals(StrategyYaml.sha256(inputs.strategy()))) {
            throw new JobException(JobException.INVALID_MODEL, "The model was trained for another strategy");
        }
        return model;
    }

    private static void requireOutOfSample(JobInputs inputs, Window evaluated, TrainedModel model) {
        try {
            OutOfSample.require(inputs.bars(), inputs.windows(), evaluated, model.trainedFrom(), model.trainedTo());
        } catch (WindowOverlapsTrainingException e) {
            throw new JobException(WindowOverlapsTrainingException.CODE, e.getMessage());
        }
    }

    private static void resume(Engine engine, String specJson, byte[] checkpoint, Control control) {
        try {
            engine.resume(SealedState.open(specJson, checkpoint));
        } catch (IllegalArgumentException e) {
            // the engine is as new
            control.startedAfresh("The checkpoint cannot be used: " + e.getMessage());
        }
    }
}
