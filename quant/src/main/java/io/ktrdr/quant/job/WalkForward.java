package io.ktrdr.quant.job;

import io.ktrdr.quant.job.LearningData.TrainingSet;
import io.ktrdr.quant.job.WalkForwardPlan.Cut;
import io.ktrdr.quant.learning.Samples;
import io.ktrdr.quant.learning.Trainer;
import io.ktrdr.quant.learning.TrainingDivergedException;
import io.ktrdr.quant.strategy.StrategySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The trainings of a walk-forward, one after the other: those that are over and the one under way. Walk-forward analysis with
 * expanding windows; Pardo, "The Evaluation and Optimization of Trading Strategies", 2008, chapter 11.
 */
final class WalkForward {
    /**
     * A training that is over.
     *
     * @param epochs how many ran
     */
    record Ended(WalkForwardResult.Run run, int epochs) {}

    private final LearningData data;
    private final StrategySpec.Model settings;
    private final WalkForwardPlan plan;
    private final long seed;
    private final List<Ended> ended = new ArrayList<>();
    private @Nullable Trainer current;

    /** @param seed of the first model of each window; the others have those that follow it */
    WalkForward(LearningData data, StrategySpec.Model settings, WalkForwardPlan plan, long seed) {
        this.data = data;
        this.settings = settings;
        this.plan = plan;
        this.seed = seed;
    }

    /**
     * Goes on where {@link #ended} and {@link #currentState} were taken.
     *
     * @param state of the training under way; empty: none is
     * @throws IllegalArgumentException when they are of another walk-forward; nothing is changed then
     */
    void restore(List<Ended> over, byte[] state) {
        int number = over.size();
        if (number > plan.runs() || number == plan.runs() && state.length > 0) {
            throw new IllegalArgumentException("more trainings than there are");
        }
        if (state.length > 0) {
            TrainingSet set = trainingSet(number);
            current = Trainer.resume(settings, set.train(), set.validation(), seed(number), state);
        }
        ended.addAll(over);
    }

    List<Ended> ended() {
        return List.copyOf(ended);
    }

    /** Of the training under way; empty: none is. */
    byte[] currentState() {
        return current == null ? new byte[0] : current.checkpoint();
    }

    /** What it costs in comparison with others: samples to learn from in an epoch of each training. */
    long weight() {
        return weightBefore(plan.runs());
    }

    /** Runs to the end. */
    void run(long stepsBefore, double from, Supplier<byte[]> state, Control control) {
        while (ended.size() < plan.runs()) {
            int number = ended.size();
            Stage stage = new Stage(
                    "walk-forward " + (number + 1) + "/" + plan.runs() + ", ",
                    settings.epochs(),
                    stepsBefore + ended.stream().mapToLong(Ended::epochs).sum(),
                    from + (1 - from) * weightBefore(number) / weight(),
                    from + (1 - from) * weightBefore(number + 1) / weight());
            train(number, stage, state, control);
        }
    }

    private void train(int number, Stage stage, Supplier<byte[]> state, Control control) {
        TrainingSet set = trainingSet(number);
        Trainer trainer =
                current == null ? Trainer.start(settings, set.train(), set.validation(), seed(number)) : current;
        current = trainer;
        try {
            stage.run(trainer, state, control);
        } catch (TrainingDivergedException e) {
            // no reason to lose the model that went well: what counts is the best epoch until then
        }
        Samples test = data.samples(set.standardisation(), plan.cut(number).test());
        ended.add(new Ended(
                new WalkForwardResult.Run(
                        plan.fold(number) + 1,
                        seed(number),
                        trainer.outcome().accuracyOn(test),
                        test.majority(),
                        test.size()),
                trainer.epochs()));
        current = null;
    }

    /** Null when there is nothing to do. */
    @Nullable
    WalkForwardResult result() {
        if (plan.runs() == 0) {
            return null;
        }
        return WalkForwardResult.of(
                plan.windows().size(),
                plan.seeds(),
                plan.purge(),
                ended.stream().map(Ended::run).toList());
    }

    private TrainingSet trainingSet(int number) {
        Cut cut = plan.cut(number);
        return data.trainingSet(cut.train(), cut.validation());
    }

    private long seed(int number) {
        return seed + plan.seed(number);
    }

    private long weightBefore(int number) {
        long weight = 0;
        for (int run = 0; run < number; run++) {
            weight += plan.cut(run).train().size();
        }
        return weight;
    }
}
