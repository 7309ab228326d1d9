package io.ktrdr.quant.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsTest {
    private static final Bars BARS = SyntheticBars.autoregressive(3, 12_000, Timeframe.parse("4h"), 0.01, 0.2);
    private static final String DATASET = ContentHash.of(BarsCodec.encode(BARS));
    private static final String STRATEGY = """
            schema_version: 1
            name: rsi_variant_1
            indicators:
              - {name: roc, params: {period: 1}, feature: last}
              - {name: rsi, params: {period: 14}, timeframe: 4, feature: slow_rsi}
            label: {horizon: 2}
            model: {type: mlp, hidden_layers: [4], epochs: 6, patience: 6}
            rules: {long_above: 0.52, short_below: 0.48}
            """;

    private final Map<String, byte[]> store = new HashMap<>(Map.of(DATASET, BarsCodec.encode(BARS)));

    private byte[] fetch(String sha256) {
        byte[] bytes = store.get(sha256);
        assertTrue(bytes != null, "no artifact " + sha256);
        return bytes;
    }

    /** Writes down all that a job says, and stops it at a step. */
    static final class Recorder implements Control {
        final long stopAt;
        final List<String> messages = new ArrayList<>();
        final List<String> afresh = new ArrayList<>();
        byte[] checkpoint = new byte[0];
        long step;
        double fraction;

        Recorder(long stopAt) {
            this.stopAt = stopAt;
        }

        @Override
        public boolean cancelled() {
            return step >= stopAt;
        }

        @Override
        public void progress(long newStep, double newFraction, String message) {
            assertTrue(newStep > step || newStep == step && newFraction > fraction, "it gets further");
            assertTrue(newFraction >= fraction && newFraction <= 1);
            step = newStep;
            fraction = newFraction;
            messages.add(message);
        }

        @Override
        public void startedAfresh(String why) {
            afresh.add(why);
        }

        @Override
        public void checkpoint(long newStep, Supplier<byte[]> bytes) {
            checkpoint = bytes.get();
        }
    }

    private static Recorder untilTheEnd() {
        return new Recorder(Long.MAX_VALUE);
    }

    private static TrainingSpec trainingSpec() {
        return new TrainingSpec(STRATEGY, new DatasetReference(DATASET, "TEST-USD", "4h"), Windows.of(BARS, 2), 7);
    }

    private static BacktestSpec backtestSpec(String model) {
        TrainingSpec spec = trainingSpec();
        return new BacktestSpec(spec.strategyYaml(), spec.dataset(), spec.windows(), spec.seed(), model);
    }

    private JobResult train() {
        JobResult result = TrainingJob.run(trainingSpec().toJson(), this::fetch, null, untilTheEnd());
        storeAll(result);
        return result;
    }

    private void storeAll(JobResult result) {
        result.artifacts().values().forEach(bytes -> store.put(ContentHash.of(bytes), bytes));
    }

    @Test
    void an_epoch_tells_how_far_it_is_and_is_a_step_only_at_its_end() {
        Recorder recorder = untilTheEnd();
        TrainingJob.run(trainingSpec().toJson(), this::fetch, null, recorder);
        long within = recorder.messages.stream()
                .takeWhile(message -> !message.contains("loss"))
                .count();
        assertTrue(within > 1 && within <= 100, within + " messages within the first epoch");
        assertEquals(6, recorder.step);
    }

    @Test
    void training_then_backtest_to_the_end() {
        JobResult training = train();
        JsonNode trained = training.result();
        assertEquals(
                List.of(trained.path("model").asText(), trained.path("onnx").asText()), training.hashes());
        assertEquals(6, trained.path("epochs").asInt());
        assertEquals(6, trained.path("history").size());
        assertTrue(trained.path("history").get(0).path("validation_loss").isDouble());
        assertTrue(trained.path("majority_accuracy").asDouble() >= 0.5);
        assertEquals("validation", trained.path("evaluated_on").asText());

        Recorder recorder = untilTheEnd();
        JobResult backtest =
                BacktestJob.run(backtestSpec(trained.path("model").asText()).toJson(), this::fetch, null, recorder);
        JsonNode result = backtest.result();
        assertEquals(2400, recorder.step);
        assertEquals(1.0, recorder.fraction);
        assertEquals(
                new TreeSet<>(List.of(
                        "total_return",
                        "annualized_return",
                        "volatility",
                        "sharpe",
                        "sortino",
                        "calmar",
                        "max_drawdown",
                        "win_rate",
                        "profit_factor",
                        "exposure",
                        "trades")),
                new TreeSet<>(names(result.path("backtest"))));
        assertTrue(result.path("backtest").path("trades").asInt() > 10);
        assertTrue(result.path("baselines").path("buy_and_hold_return").isDouble());
        assertEquals(
                Stream.of("equity_curve", "trades", "returns", "placebos")
                        .map(name -> result.path("artifacts").path(name).asText())
                        .toList(),
                backtest.hashes());
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void the_same_specs_give_the_same_bytes() {
        assertArrayEquals(train().artifacts().get("model"), train().artifacts().get("model"));
        assertArrayEquals(train().artifacts().get("onnx"), train().artifacts().get("onnx"));
        assertEquals(
                trainingSpec().toJson(),
                TrainingSpec.fromJson(trainingSpec().toJson()).toJson());
    }

    @Test
    void a_training_cut_off_and_resumed_gives_the_same_model() {
        Recorder first = new Recorder(3);
        String spec = trainingSpec().toJson();
        assertThrows(JobCancelledException.class, () -> TrainingJob.run(spec, this::fetch, null, first));
        assertEquals(3, first.step);
        Recorder second = untilTheEnd();
        JobResult resumed = TrainingJob.run(spec, this::fetch, first.checkpoint, second);
        assertEquals("epoch 3/6", second.messages.getFirst());
        assertTrue(second.messages.stream().anyMatch(message -> message.startsWith("epoch 4/6, loss 0.")));
        assertEquals(train().result(), resumed.result());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sizing: {type: volatility_target, annual_volatility: 0.3, rebalance_above: 0.02}",
                "sizing: {type: kelly, fraction: 0.1, max_leverage: 2}"
            })
    void a_backtest_cut_off_and_resumed_gives_the_same_result(String sizing) {
        String strategy = sizing.isEmpty()
                ? STRATEGY
                : STRATEGY.replace("schema_version: 1", "schema_version: 2") + sizing + "\n";
        // a long test window, so that there is something to cut
        Bars bars = SyntheticBars.autoregressive(3, 60_000, Timeframe.parse("4h"), 0.01, 0.2);
        byte[] encoded = BarsCodec.encode(bars);
        store.put(ContentHash.of(encoded), encoded);
        DatasetReference dataset = new DatasetReference(ContentHash.of(encoded), "TEST-USD", "4h");
        TrainingSpec training = new TrainingSpec(strategy, dataset, Windows.of(bars, 2, 0.1, 0.1, 0.8), 7);
        JobResult trained = TrainingJob.run(training.toJson(), this::fetch, null, untilTheEnd());
        String model = trained.hashes().getFirst();
        storeAll(trained);
        String spec = new BacktestSpec(strategy, dataset, training.windows(), 7, model).toJson();

        Recorder first = new Recorder(12_000);
        assertThrows(JobCancelledException.class, () -> BacktestJob.run(spec, this::fetch, null, first));
        Recorder second = untilTheEnd();
        JobResult resumed = BacktestJob.run(spec, this::fetch, first.checkpoint, second);
        JobResult straight = BacktestJob.run(spec, this::fetch, null, untilTheEnd());
        assertEquals(straight.result(), resumed.result());
        assertEquals(straight.hashes(), resumed.hashes());
        assertTrue(second.messages.stream()
                        .filter(message -> message.startsWith("bar "))
                        .count()
                < 10);
    }

    @Test
    void a_checkpoint_that_is_damaged_or_of_another_job_is_told_and_not_used() {
        JobResult straight = train();
        String training = trainingSpec().toJson();
        TrainingSpec other = new TrainingSpec(
                STRATEGY, trainingSpec().dataset(), trainingSpec().windows(), 8);
        for (Unusable unusable : unusable(checkpointOf(training), checkpointOf(other.toJson()))) {
            Recorder recorder = untilTheEnd();
            JobResult afresh = TrainingJob.run(training, this::fetch, unusable.checkpoint, recorder);
            assertEquals(straight.result(), afresh.result(), unusable.why);
            assertEquals(List.of("The checkpoint cannot be used: " + unusable.why), recorder.afresh);
        }
        String backtest = backtestSpec(straight.hashes().getFirst()).toJson();
        JobResult traded = BacktestJob.run(backtest, this::fetch, null, untilTheEnd());
        byte[] own = SealedState.seal(backtest, new byte[100]);
        for (Unusable unusable : unusable(own, SealedState.seal(training, new byte[100]))) {
            Recorder recorder = untilTheEnd();
            JobResult afresh = BacktestJob.run(backtest, this::fetch, unusable.checkpoint, recorder);
            assertEquals(traded.result(), afresh.result(), unusable.why);
            assertEquals(List.of("The checkpoint cannot be used: " + unusable.why), recorder.afresh);
        }
    }

    private record Unusable(byte[] checkpoint, String why) {}

    private static List<Unusable> unusable(byte[] good, byte[] foreign) {
        byte[] flipped = good.clone();
        flipped[flipped.length - 1] ^= 1;
        return List.of(
                new Unusable(new byte[0], "it is none"),
                new Unusable(new byte[] {1, 2, 3}, "it is none"),
                new Unusable(Arrays.copyOf(good, good.length / 2), "it is damaged"),
                new Unusable(Arrays.copyOf(good, good.length + 1), "it is damaged"),
                new Unusable(flipped, "it is damaged"),
                new Unusable(foreign, "it is of another job"));
    }

    private byte[] checkpointOf(String trainingSpec) {
        Recorder cutOff = new Recorder(3);
        assertThrows(JobCancelledException.class, () -> TrainingJob.run(trainingSpec, this::fetch, null, cutOff));
        return cutOff.checkpoint;
    }

    @Test
    void nothing_after_the_test_window_changes_its_result() {
        JobResult training = train();
        String model = training.hashes().getFirst();
        Windows windows = trainingSpec().windows();
        Windows shorter = new Windows(windows.train(), windows.validation(), sub(windows, 500), null);
        JobResult whole = BacktestJob.run(backtestSpec(model).toJson(), this::fetch, null, untilTheEnd());
        JobResult part = BacktestJob.run(
                new BacktestSpec(STRATEGY, trainingSpec().dataset(), shorter, 7, model).toJson(),
                this::fetch,
                null,
                untilTheEnd());
        String[] wholeCurve = text(whole).split("\n");
        String[] partCurve = text(part).split("\n");
        assertEquals(501, partCurve.length);
        for (int line = 0; line < 500; line++) {
            assertEquals(wholeCurve[line], partCurve[line]);
        }
    }

    private static final String SIZED = STRATEGY.replace("schema_version: 1", "schema_version: 2")
            + "sizing: {type: volatility_target, annual_volatility: 0.3, lookback: 30}\n";

    private JobResult trainAndBacktest(String strategy, Bars bars, Windows windows) {
        byte[] encoded = BarsCodec.encode(bars);
        store.put(ContentHash.of(encoded), encoded);
        DatasetReference dataset = new DatasetReference(ContentHash.of(encoded), "TEST-USD", "4h");
        JobResult trained = TrainingJob.run(
                new TrainingSpec(strategy, dataset, windows, 7).toJson(), this::fetch, null, untilTheEnd());
        String model = trained.hashes().getFirst();
        storeAll(trained);
        return BacktestJob.run(
                new BacktestSpec(strategy, dataset, windows, 7, model).toJson(), this::fetch, null, untilTheEnd());
    }

    @Test
    void sizes_that_change_are_reported_with_their_turnover() {
        JsonNode metrics =
                trainAndBacktest(SIZED, BARS, Windows.of(BARS, 2)).result().path("backtest");
        JsonNode full =
                trainAndBacktest(STRATEGY, BARS, Windows.of(BARS, 2)).result().path("backtest");
        assertTrue(metrics.path("turnover").isDouble(), metrics.toString());
        assertEquals(full.path("trades").asInt(), metrics.path("trades").asInt());
        assertTrue(
                metrics.path("volatility").asDouble() < full.path("volatility").asDouble());
        assertTrue(metrics.path("exposure").asDouble() < full.path("exposure").asDouble());
    }

    @Test
    void sizes_are_decided_without_the_bars_that_follow_nor_how_many_of_them_make_a_year() {
        long[] times = new long[BARS.size()];
        // a pause of some years within the test window
        Arrays.setAll(times, i -> BARS.openTime(i) + (i < 11_000 ? 0 : 100_000_000_000L));
        Bars paused = Bars.of(
                BARS.timeframe(), times, BARS.opens(), BARS.highs(), BARS.lows(), BARS.closes(), BARS.volumes());
        Windows windows = Windows.of(paused, 2);
        Windows shorter = new Windows(windows.train(), windows.validation(), sub(windows, 500), null);
        Bars known = paused.prefix(windows.test().firstIndex() + 500);
        String[] whole = text(trainAndBacktest(SIZED, paused, windows)).split("\n");
        String[] part = text(trainAndBacktest(SIZED, known, shorter)).split("\n");
        assertEquals(501, part.length);
        for (int line = 0; line < 500; line++) {
            assertEquals(whole[line], part[line]);
        }
    }

    private static Window sub(Windows windows, int bars) {
        int first = windows.test().firstIndex();
        return new Window(
                windows.test().from(),
                Instant.ofEpochMilli(BARS.closeTime(first + bars - 1)).toString(),
                first,
                first + bars - 1,
                bars);
    }

    private static String text(JobResult result) {
        return new String(result.artifacts().getOrDefault("equity_curve", new byte[0]), StandardCharsets.UTF_8);
    }

    @Test
    void a_test_window_that_overlaps_training_is_refused_by_name() {
        String model = train().hashes().getFirst();
        Windows windows = trainingSpec().windows();
        Windows wrong = new Windows(windows.train(), windows.validation(), windows.validation(), null);
        assertEquals(
                "window_overlaps_training",
                backtestRefused(new BacktestSpec(STRATEGY, trainingSpec().dataset(), wrong, 7, model).toJson()));
        // a spec that lies about the windows: the model remembers
        Windows lie = new Windows(
                Windows.of(BARS.prefix(200), 2).train(),
                Windows.of(BARS.prefix(200), 2).validation(),
                windows.validation(),
                null);
        assertEquals(
                "window_overlaps_training",
                backtestRefused(new BacktestSpec(STRATEGY, trainingSpec().dataset(), lie, 7, model).toJson()));
    }

    private String backtestRefused(String spec) {
        return assertThrows(JobException.class, () -> BacktestJob.run(spec, this::fetch, null, untilTheEnd()))
                .code();
    }

    private String trainingRefused(String spec) {
        return assertThrows(JobException.class, () -> TrainingJob.run(spec, this::fetch, null, untilTheEnd()))
                .code();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{",
                "\"x\"",
                "{\"strategy_yaml\":\"x\"}",
                "{\"strategy_yaml\":\"x\",\"dataset\":{},\"windows\":{},\"seed\":1}",
                "{\"strategy_yaml\":\"x\",\"dataset\":7,\"windows\":{},\"seed\":1}"
            })
    void a_spec_that_is_none_is_refused(String spec) {
        assertEquals("invalid_spec", trainingRefused(spec));
        assertEquals("invalid_spec", backtestRefused(spec));
    }

    @Test
    void wrong_parts_are_refused_each_by_its_code() {
        TrainingSpec good = trainingSpec();
        assertEquals(
                "invalid_strategy",
                trainingRefused(new TrainingSpec("x: y", good.dataset(), good.windows(), 7).toJson()));
        assertEquals(
                "invalid_dataset",
                trainingRefused(
                        new TrainingSpec(STRATEGY, new DatasetReference(DATASET, "TEST-USD", "1h"), good.windows(), 7)
                                .toJson()));
        Windows closer = Windows.of(BARS, 1);
        assertEquals(
                "invalid_windows", trainingRefused(new TrainingSpec(STRATEGY, good.dataset(), closer, 7).toJson()));
        Windows foreign = Windows.of(SyntheticBars.randomWalk(1, 20_000, Timeframe.parse("4h"), 0.01), 2);
        assertEquals(
                "invalid_windows", trainingRefused(new TrainingSpec(STRATEGY, good.dataset(), foreign, 7).toJson()));
        String slow = STRATEGY.replace("period: 14", "period: 500").replace("timeframe: 4", "timeframe: 100");
        assertEquals(
                "too_few_bars", trainingRefused(new TrainingSpec(slow, good.dataset(), good.windows(), 7).toJson()));
        assertEquals("invalid_model", backtestRefused(backtestSpec(DATASET).toJson()));
        String model = train().hashes().getFirst();
        assertEquals(
                "invalid_model",
                backtestRefused(
                        new BacktestSpec(STRATEGY.replace("0.52", "0.53"), good.dataset(), good.windows(), 7, model)
                                .toJson()));
    }
}
