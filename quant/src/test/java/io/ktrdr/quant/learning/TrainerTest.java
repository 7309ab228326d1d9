package io.ktrdr.quant.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.features.Labels;
import io.ktrdr.quant.features.Standardisation;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final StrategySpec SPEC = StrategyYaml.read("""
            schema_version: 1
            name: last_return
            indicators:
              - {name: roc, params: {period: 1}, feature: last}
              - {name: rsi, params: {period: 7}, feature: rsi}
            label: {horizon: 1}
            model: {type: mlp}
            rules: {long_above: 0.5}
            """);

    private record Data(Samples train, Samples validation, Samples test) {}

    private static Data data(Bars bars) {
        FeatureMatrix features = FeatureMatrix.of(SPEC, bars);
        double[] labels = Labels.of(bars, 1);
        Windows windows = Windows.of(bars, 1);
        int first = features.firstComplete();
        Standardisation scale =
                Standardisation.fit(features, first, windows.train().end());
        return new Data(
                Samples.of(features, scale, labels, first, windows.train().end()),
                Samples.of(
                        features,
                        scale,
                        labels,
                        windows.validation().firstIndex(),
                        windows.validation().end()),
                Samples.of(
                        features,
                        scale,
                        labels,
                        windows.test().firstIndex(),
                        windows.test().end() - Windows.reach(1)));
    }

    private static Data xor(int size) {
        SplitMix64 random = new SplitMix64(4);
        Samples[] both = new Samples[2];
        for (int part = 0; part < 2; part++) {
            double[] inputs = new double[2 * size];
            double[] labels = new double[size];
            for (int i = 0; i < size; i++) {
                inputs[2 * i] = random.nextGaussian();
                inputs[2 * i + 1] = random.nextGaussian();
                labels[i] = inputs[2 * i] * inputs[2 * i + 1] > 0 ? 1 : 0;
            }
            both[part] = new Samples(inputs, labels, 2);
        }
        return new Data(both[0], both[1], both[1]);
    }

    private static StrategySpec.Model settings(List<Integer> hidden, int epochs, int patience) {
        return new StrategySpec.Model("mlp", hidden, 0.005, epochs, 64, patience, 0.0001);
    }

    private static TrainingOutcome train(Trainer trainer) {
        while (!trainer.isOver()) {
            trainer.runEpoch(() -> false);
        }
        return trainer.outcome();
    }

    @Test
    void a_planted_signal_is_found() {
        Data data = data(SyntheticBars.autoregressive(1, 60_000, Timeframe.parse("1h"), 0.01, 0.2));
        TrainingOutcome outcome = train(Trainer.start(settings(List.of(), 10, 3), data.train(), data.validation(), 1));
        // nobody can do better than 56.4 % here; three standard errors above it would be a leak
        assertTrue(outcome.accuracy() >= 0.55, "accuracy " + outcome.accuracy());
        assertTrue(outcome.accuracy() <= 0.564 + 3 * 0.0046, "accuracy " + outcome.accuracy());
        assertTrue(outcome.loss() < StrictMath.log(2));
    }

    /**
     * Judged on the test window: the validation window chose the best epoch, and so flatters it a little (by 0.4 standard
     * errors in the mean over many walks).
     */
    @Test
    void nothing_is_found_in_a_random_walk() {
        int right = 0;
        int asked = 0;
        for (int seed = 1; seed <= 4; seed++) {
            Data data = data(SyntheticBars.randomWalk(seed, 20_000, Timeframe.parse("1h"), 0.01));
            TrainingOutcome outcome =
                    train(Trainer.start(settings(List.of(8), 6, 3), data.train(), data.validation(), seed));
            Network network = new Network(outcome.layers(), outcome.parameters());
            for (int row = 0; row < data.test().size(); row++) {
                boolean up =
                        network.logit(data.test().inputs(), row * data.test().width()) > 0;
                right += up == data.test().labels()[row] > 0.5 ? 1 : 0;
            }
            asked += data.test().size();
        }
        assertEquals(0.5, (double) right / asked, 2 * StrictMath.sqrt(0.25 / asked));
    }

    @Test
    void hidden_layers_learn_what_a_line_cannot_separate() {
        Data data = xor(1500);
        StrategySpec.Model line = settings(List.of(), 30, 30);
        StrategySpec.Model network = settings(List.of(8, 4), 60, 60);
        assertTrue(
                train(Trainer.start(line, data.train(), data.validation(), 1)).accuracy() < 0.6);
        assertTrue(train(Trainer.start(network, data.train(), data.validation(), 1))
                        .accuracy()
                > 0.95);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 19})
    void a_resumed_training_ends_with_the_same_bits(int epochsBefore) {
        Data data = xor(300);
        StrategySpec.Model settings = settings(List.of(6), 20, 20);
        TrainingOutcome straight = train(Trainer.start(settings, data.train(), data.validation(), 5));

        Trainer interrupted = Trainer.start(settings, data.train(), data.validation(), 5);
        for (int i = 0; i < epochsBefore; i++) {
            interrupted.runEpoch(() -> false);
        }
        byte[] checkpoint = interrupted.checkpoint();
        Trainer resumed = Trainer.resume(settings, data.train(), data.validation(), 5, checkpoint);
        assertArrayEquals(checkpoint, resumed.checkpoint());
        TrainingOutcome outcome = train(resumed);
        assertArrayEquals(straight.parameters(), outcome.parameters());
        assertEquals(straight.history(), outcome.history());
        assertEquals(straight.accuracy(), outcome.accuracy());
        assertEquals(straight.bestEpoch(), outcome.bestEpoch());
    }

    @Test
    void a_checkpoint_of_another_training_or_a_damaged_one_is_refused() {
        Data data = xor(100);
        StrategySpec.Model settings = settings(List.of(6), 20, 20);
        Trainer trainer = Trainer.start(settings, data.train(), data.validation(), 5);
        trainer.runEpoch(() -> false);
        byte[] checkpoint = trainer.checkpoint();
        for (int length : new int[] {0, 7, 20, checkpoint.length / 2, checkpoint.length - 1}) {
            refused(data, settings, 5, Arrays.copyOf(checkpoint, length));
        }
        refused(data, settings, 6, checkpoint);
        refused(data, settings(List.of(7), 20, 20), 5, checkpoint);
        refused(xor(101), settings, 5, checkpoint);
    }

    private static void refused(Data data, StrategySpec.Model settings, long seed, byte[] checkpoint) {
        assertThrows(
                IllegalArgumentException.class,
                () -> Trainer.resume(settings, data.train(), data.validation(), seed, checkpoint));
    }

    @Test
    void cancel_is_heard_before_the_next_batch() {
        Data data = xor(640);
        Trainer trainer = Trainer.start(settings(List.of(4), 20, 20), data.train(), data.validation(), 1);
        AtomicInteger asked = new AtomicInteger();
        assertThrows(TrainingCancelledException.class, () -> trainer.runEpoch(() -> asked.incrementAndGet() == 4));
        assertEquals(4, asked.get());
        assertEquals(0, trainer.outcome().history().size());
    }

    @Test
    void training_stops_when_validation_no_longer_improves_and_keeps_the_best() {
        Data data = data(SyntheticBars.randomWalk(3, 3000, Timeframe.parse("1h"), 0.01));
        TrainingOutcome outcome =
                train(Trainer.start(settings(List.of(16), 200, 4), data.train(), data.validation(), 1));
        assertTrue(outcome.stoppedEarly());
        assertEquals(outcome.bestEpoch() + 4, outcome.history().size());
        double best = outcome.history().stream()
                .mapToDouble(Epoch::validationLoss)
                .min()
                .orElseThrow();
        assertEquals(StrictMath.min(best, outcome.initialLoss()), outcome.loss());
    }

    @Test
    void another_seed_trains_another_model() {
        Data data = xor(100);
        StrategySpec.Model settings = settings(List.of(4), 2, 2);
        double[] first = train(Trainer.start(settings, data.train(), data.validation(), 1))
                .parameters();
        assertArrayEquals(
                first,
                train(Trainer.start(settings, data.train(), data.validation(), 1))
                        .parameters());
        assertTrue(!Arrays.equals(
                first,
                train(Trainer.start(settings, data.train(), data.validation(), 2))
                        .parameters()));
    }

    @Test
    void the_majority_is_the_larger_share() {
        assertEquals(0.75, new Samples(new double[4], new double[] {0, 0, 1, 0}, 1).majority());
        assertEquals(0.75, new Samples(new double[4], new double[] {1, 1, 1, 0}, 1).majority());
    }
}
