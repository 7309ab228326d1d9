package io.ktrdr.quant.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.job.JobsTest.Recorder;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.statistics.Returns;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that also tells how much of its accuracy is luck. */
class WalkForwardTest {
    private static final Bars BARS = SyntheticBars.autoregressive(3, 3_000, Timeframe.parse("4h"), 0.01, 0.3);
    private static final int EPOCHS = 4;
    private static final String STRATEGY = """
            schema_version: 1
            name: last_move
            indicators:
              - {name: roc, params: {period: 1}, feature: last}
              - {name: rsi, params: {period: 14}, feature: rsi}
            label: {horizon: 2}
            model: {type: mlp, hidden_layers: [3], epochs: 4, patience: 4}
            rules: {long_above: 0.52, short_below: 0.48}
            """;

    private static TrainingSpec spec(Bars bars, @Nullable WalkForwardSpec walkForward) {
        return new TrainingSpec(
                STRATEGY,
                new DatasetReference(ContentHash.of(BarsCodec.encode(bars)), "TEST-USD", "4h"),
                Windows.of(bars, 2),
                7,
                walkForward);
    }

    private static JobResult train(Bars bars, @Nullable WalkForwardSpec walkForward) {
        return run(spec(bars, walkForward), bars, null, new Recorder(Long.MAX_VALUE));
    }

    private static JobResult run(TrainingSpec spec, Bars bars, byte @Nullable [] checkpoint, Control control) {
        return TrainingJob.run(spec.toJson(), sha256 -> BarsCodec.encode(bars), checkpoint, control);
    }

    @Test
    void a_planted_signal_is_found_in_every_window_with_every_seed() {
        Bars long_ = SyntheticBars.autoregressive(3, 12_000, Timeframe.parse("4h"), 0.01, 0.3);
        JsonNode walk = train(long_, new WalkForwardSpec(3, 2)).result().path("walk_forward");
        assertEquals(3, walk.path("folds").asInt());
        assertEquals(2, walk.path("seeds").asInt());
        assertEquals(3, walk.path("horizon_purge").asInt());
        List<JsonNode> runs =
                StreamSupport.stream(walk.path("runs").spliterator(), false).toList();
        assertEquals(
                List.of(1, 1, 2, 2, 3, 3),
                runs.stream().map(run -> run.path("fold").asInt()).toList());
        assertEquals(
                List.of(7L, 8L, 7L, 8L, 7L, 8L),
                runs.stream().map(run -> run.path("seed").asLong()).toList());
        for (JsonNode run : runs) {
            // rows after the warm-up, in four parts
            assertEquals((8397 - 14) / 4.0, run.path("samples").asInt(), 1);
            assertTrue(run.path("accuracy").asDouble()
                    > run.path("majority_accuracy").asDouble() + 0.02);
        }
        double[] accuracies = runs.stream()
                .mapToDouble(run -> run.path("accuracy").asDouble())
                .toArray();
        assertEquals(Returns.mean(accuracies), walk.path("mean_accuracy").asDouble());
        assertEquals(
                Returns.deviation(accuracies), walk.path("accuracy_deviation").asDouble());
        assertTrue(walk.path("mean_majority_accuracy").asDouble() >= 0.5);
        assertEquals(6, Arrays.stream(accuracies).distinct().count(), "windows and seeds differ");
    }

    @Test
    void the_model_and_all_else_is_as_without_a_walk_forward() {
        JobResult without = train(BARS, null);
        JobResult with = train(BARS, new WalkForwardSpec(3, 2));
        assertTrue(without.result().path("walk_forward").isNull());
        assertTrue(with.result().path("walk_forward").isObject());
        assertEquals(without.artifacts().keySet(), with.artifacts().keySet());
        without.artifacts()
                .forEach((name, bytes) ->
                        assertArrayEquals(bytes, with.artifacts().get(name), name));
        ObjectNode rest = with.result().deepCopy();
        rest.putNull("walk_forward");
        assertEquals(without.result(), rest);
    }

    @Test
    void same_spec_gives_the_same_runs_and_another_seed_others() {
        WalkForwardSpec asked = new WalkForwardSpec(2, 2);
        JsonNode once = train(BARS, asked).result();
        assertEquals(once, train(BARS, asked).result());
        TrainingSpec other = new TrainingSpec(STRATEGY, spec(BARS, null).dataset(), Windows.of(BARS, 2), 8, asked);
        JsonNode another = run(other, BARS, null, new Recorder(Long.MAX_VALUE)).result();
        assertNotEquals(once.path("walk_forward"), another.path("walk_forward"));
        // its first seed is the second of the other
        assertEquals(
                once.path("walk_forward").path("runs").path(1),
                another.path("walk_forward").path("runs").path(0));
    }

    @Test
    void nothing_of_test_and_holdout_changes_it() {
        int test = Windows.of(BARS, 2).test().firstIndex();
        Bars others = SyntheticBars.randomWalk(99, BARS.size(), BARS.timeframe(), 0.02);
        Bars changed = Bars.of(
                BARS.timeframe(),
                IntStream.range(0, BARS.size()).mapToLong(BARS::openTime).toArray(),
                upTo(test, BARS.opens(), others.opens()),
                upTo(test, BARS.highs(), others.highs()),
                upTo(test, BARS.lows(), others.lows()),
                upTo(test, BARS.closes(), others.closes()),
                upTo(test, BARS.volumes(), others.volumes()));
        WalkForwardSpec asked = new WalkForwardSpec(3, 2);
        assertEquals(
                train(BARS, asked).result().path("walk_forward"),
                train(changed, asked).result().path("walk_forward"));
    }

    private static double[] upTo(int end, double[] before, double[] after) {
        double[] both = after.clone();
        System.arraycopy(before, 0, both, 0, end);
        return both;
    }

    @Test
    void progress_is_that_of_the_whole() {
        Recorder recorder = new Recorder(Long.MAX_VALUE);
        run(spec(BARS, new WalkForwardSpec(2, 3)), BARS, null, recorder);
        assertEquals(7 * EPOCHS, recorder.step);
        assertEquals(1, recorder.fraction);
        assertTrue(recorder.messages.contains("epoch 0/4"));
        assertTrue(
                recorder.messages.getLast().startsWith("walk-forward 6/6, epoch 4/4, loss 0."),
                recorder.messages.getLast());
    }

    /** Steps of the model, then of six others: within the first, at its end, and within and between the others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 7, 8, 9, 14, 20, 23, 27})
    void a_job_cut_off_and_resumed_gives_the_same_and_does_nothing_twice(int step) {
        TrainingSpec spec = spec(BARS, new WalkForwardSpec(3, 2));
        JobResult straight = train(BARS, new WalkForwardSpec(3, 2));
        Recorder first = new Recorder(step);
        assertThrows(JobCancelledException.class, () -> run(spec, BARS, null, first));
        assertEquals(step, first.step);
        Recorder second = new Recorder(Long.MAX_VALUE);
        second.step = step;
        second.fraction = first.fraction;
        JobResult resumed = run(spec, BARS, first.checkpoint, second);
        assertEquals(straight.result(), resumed.result());
        assertArrayEquals(straight.artifacts().get("model"), resumed.artifacts().get("model"));
        assertEquals(List.of(), second.afresh);
        assertEquals(7 * EPOCHS, second.step);
        assertEquals(
                7 * EPOCHS - step,
                second.messages.stream()
                        .filter(message -> message.contains("loss"))
                        .distinct()
                        .count());
    }

    @Test
    void a_checkpoint_of_a_job_with_other_windows_is_told_and_not_used() {
        Recorder first = new Recorder(20);
        assertThrows(JobCancelledException.class, () -> run(spec(BARS, new WalkForwardSpec(3, 2)), BARS, null, first));
        Recorder second = new Recorder(Long.MAX_VALUE);
        JobResult afresh = run(spec(BARS, new WalkForwardSpec(2, 2)), BARS, first.checkpoint, second);
        assertEquals(List.of("The checkpoint cannot be used: it is of another job"), second.afresh);
        assertEquals(train(BARS, new WalkForwardSpec(2, 2)).result(), afresh.result());
    }

    /** Is told to stop at a certain question, and hears no other one. */
    private static final class StopsAtQuestion implements Control {
        private final int question;
        private int asked;
        private String message = "";

        StopsAtQuestion(int question) {
            this.question = question;
        }

        @Override
        public boolean cancelled() {
            asked++;
            return asked >= question;
        }

        @Override
        public void progress(long step, double fraction, String newMessage) {
            message = newMessage;
        }

        @Override
        public void startedAfresh(String why) {
            throw new AssertionError(why);
        }

        @Override
        public void checkpoint(long step, Supplier<byte[]> bytes) {
            // never due
        }
    }

    @Test
    void cancel_is_heard_before_the_next_batch_of_the_walk_forward() {
        // the model's own training asks once at the beginning and 24 times an epoch, for 1483 samples in batches of 64
        StopsAtQuestion control = new StopsAtQuestion(1 + 24 * EPOCHS + 10);
        assertThrows(
                JobCancelledException.class, () -> run(spec(BARS, new WalkForwardSpec(3, 2)), BARS, null, control));
        assertEquals(control.question, control.asked);
        assertTrue(control.message.startsWith("walk-forward 1/6, epoch 1/4"), control.message);
    }

    @Test
    void where_there_are_too_few_bars_the_model_is_trained_all_the_same() {
        Bars few = BARS.prefix(250);
        JobResult result = train(few, new WalkForwardSpec(4, 3));
        assertTrue(result.result().path("walk_forward").isNull());
        String why = result.result().path("walk_forward_left_out").asText();
        assertTrue(why.startsWith("Too few bars for a walk-forward: 158 "), why);
        assertFalse(train(few, null).result().has("walk_forward_left_out"));
        assertEquals(
                3,
                train(BARS.prefix(450), new WalkForwardSpec(4, 3))
                        .result()
                        .path("walk_forward")
                        .path("folds")
                        .asInt());
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "21, 3", "4, 0", "4, 21", "-1, -1"})
    void absurd_numbers_are_refused(int folds, int seeds) {
        JobException refusal = assertThrows(JobException.class, () -> train(BARS, new WalkForwardSpec(folds, seeds)));
        assertEquals("invalid_spec", refusal.code());
        assertTrue(refusal.getMessage().contains("2 to 20 folds and 1 to 20 seeds"), refusal.getMessage());
    }
}
