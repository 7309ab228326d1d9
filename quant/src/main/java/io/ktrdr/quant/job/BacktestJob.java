package io.ktrdr.quant.job;

import io.ktrdr.quant.backtest.BuyAndHold;
import io.ktrdr.quant.backtest.Engine;
import io.ktrdr.quant.backtest.Ledger;
import io.ktrdr.quant.backtest.OutOfSample;
import io.ktrdr.quant.backtest.Sizes;
import io.ktrdr.quant.backtest.WindowOverlapsTrainingException;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.learning.ModelCodec;
import io.ktrdr.quant.learning.TrainedModel;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trades a trained strategy through the test window. A step is a bar. */
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
     *                               overlaps what the model was trained or validated on
     * @throws JobCancelledException soon after being told to stop
     */
    public static JobResult run(
            String specJson, Function<String, byte[]> bytesBySha, byte @Nullable [] checkpoint, Control control) {
        BacktestSpec spec = BacktestSpec.fromJson(specJson);
        JobInputs inputs = JobInputs.load(spec.strategyYaml(), spec.dataset(), spec.windows(), bytesBySha);
        TrainedModel model = model(spec, inputs, bytesBySha);
        requireOutOfSample(inputs, model);
        if (control.cancelled()) {
            throw new JobCancelledException();
        }
        Bars bars = inputs.bars();
        Window test = inputs.windows().test();
        // what lies after the window is not even looked at
        Bars known = bars.prefix(test.end());
        StrategySpec strategy = inputs.strategy();
        double[] probabilities = model.probabilities(FeatureMatrix.of(strategy, known));
        // a year has as many bars as it had until the first decision
        double barsPerYear = bars.prefix(test.firstIndex() + 1).barsPerYear();
        double[] wanted = Sizes.wanted(strategy, probabilities, known, barsPerYear);

        Engine engine = new Engine(bars, test, strategy.costs(), strategy.sizing());
        if (checkpoint != null) {
            resume(engine, specJson, checkpoint, control);
        }
        while (!engine.isOver()) {
            if (control.cancelled()) {
                throw new JobCancelledException();
            }
            engine.run(wanted, BARS_BETWEEN_QUESTIONS);
            control.progress(
                    engine.done(), (double) engine.done() / test.bars(), "bar " + engine.done() + "/" + test.bars());
            if (!engine.isOver()) {
                control.checkpoint(engine.done(), () -> SealedState.seal(specJson, engine.checkpoint()));
            }
        }
        return result(inputs, engine.ledger());
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

    private static void requireOutOfSample(JobInputs inputs, TrainedModel model) {
        try {
            OutOfSample.require(inputs.bars(), inputs.windows(), model.trainedFrom(), model.trainedTo());
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

    private static JobResult result(JobInputs inputs, Ledger ledger) {
        double barsPerYear = inputs.bars().barsPerYear();
        byte[] equity = ledger.equityCsv();
        byte[] trades = ledger.tradesCsv();
        BacktestResult result = new BacktestResult(
                ledger.metrics(barsPerYear),
                new BacktestResult.Baselines(BuyAndHold.totalReturn(
                        inputs.bars(), ledger.window(), inputs.strategy().costs(), barsPerYear)),
                new BacktestResult.Artifacts(ContentHash.of(equity), ContentHash.of(trades)));
        Map<String, byte[]> artifacts = new LinkedHashMap<>();
        artifacts.put("equity_curve", equity);
        artifacts.put("trades", trades);
        return new JobResult(JobJson.tree(result), artifacts);
    }
}
