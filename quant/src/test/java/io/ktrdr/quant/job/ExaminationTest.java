package io.ktrdr.quant.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.statistics.PlacebosCodec;
import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.Returns;
import io.ktrdr.quant.statistics.ReturnsCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a backtest reports beyond its metrics. */
class ExaminationTest {
    private static final Bars BARS = SyntheticBars.autoregressive(3, 4000, Timeframe.parse("4h"), 0.02, 0.3);
    private static final Windows WINDOWS = Windows.of(BARS, 1);
    private static final String STRATEGY = """
            schema_version: 1
            name: last_move
            indicators:
              - {name: roc, params: {period: 1}, feature: last}
            label: {horizon: 1}
            model: {type: mlp, epochs: 6, patience: 6}
            rules: {long_above: 0.52, short_below: 0.48}
            costs: {fee_bps: 4, slippage_bps: 2}
            """;

    private final Map<String, byte[]> store = new HashMap<>();

    private static final class Told implements Control {
        final String stopAt;
        final List<String> messages = new ArrayList<>();
        byte @Nullable [] checkpoint;
        double fraction;

        Told(String stopAt) {
            this.stopAt = stopAt;
        }

        @Override
        public boolean cancelled() {
            return messages.stream().anyMatch(message -> message.startsWith(stopAt));
        }

        @Override
        public void progress(long step, double newFraction, String message) {
            assertTrue(newFraction > fraction, message + ": it gets further");
            fraction = newFraction;
            messages.add(message);
        }

        @Override
        public void startedAfresh(String why) {
            throw new AssertionError(why);
        }

        @Override
        public void checkpoint(long step, Supplier<byte[]> bytes) {
            checkpoint = bytes.get();
        }
    }

    private byte[] fetch(String sha256) {
        return Objects.requireNonNull(store.get(sha256), sha256);
    }

    private String put(byte[] bytes) {
        store.put(ContentHash.of(bytes), bytes);
        return ContentHash.of(bytes);
    }

    private DatasetReference dataset(Bars bars) {
        return new DatasetReference(put(BarsCodec.encode(bars)), "TEST-USD", "4h");
    }

    private String model(String strategy, Windows windows) {
        String training = new TrainingSpec(strategy, dataset(BARS), windows, 7).toJson();
        JobResult trained = TrainingJob.run(training, this::fetch, null, new Told("never"));
        return put(Objects.requireNonNull(trained.artifacts().get("model")));
    }

    private BacktestSpec spec(Bars bars, Windows windows, @Nullable String cutoff, @Nullable String evaluate) {
        return new BacktestSpec(STRATEGY, dataset(bars), windows, 7, model(STRATEGY, WINDOWS), cutoff, evaluate);
    }

    private JobResult run(BacktestSpec spec) {
        return BacktestJob.run(spec.toJson(), this::fetch, null, new Told("never"));
    }

    private String refused(BacktestSpec spec) {
        return assertThrows(JobException.class, () -> run(spec)).code();
    }

    private static byte[] artifact(JobResult result, String name) {
        return Objects.requireNonNull(result.artifacts().get(name), name);
    }

    @Test
    void statistics_fit_each_other_and_the_returns() {
        JobResult result = run(spec(BARS, WINDOWS, null, null));
        JsonNode statistics = result.result().path("statistics");
        double[] returns = ReturnsCodec.decode(artifact(result, "returns"));
        assertEquals(799, returns.length);
        assertEquals("test", statistics.path("window").asText());
        JsonNode inference = statistics.path("inference");
        assertEquals(799, inference.path("bars").asInt());
        double perBar = Returns.mean(returns) / Returns.deviation(returns);
        assertEquals(perBar, inference.path("sharpe_per_bar").asDouble());
        double annual = result.result().path("backtest").path("sharpe").asDouble();
        assertEquals(
                annual, perBar * StrictMath.sqrt(inference.path("bars_per_year").asDouble()), 1e-9);
        assertTrue(inference.path("sharpe_low").asDouble() < annual
                && annual < inference.path("sharpe_high").asDouble());
        assertTrue(inference.path("probabilistic_sharpe").asDouble() > 0.99);
        assertTrue(inference.path("minimum_track_record_bars").asInt() < 799);
        ReturnBlocks blocks = Objects.requireNonNull(ReturnBlocks.of(returns));
        assertEquals(
                blocks.sums()[3], statistics.path("blocks").path("sums").get(3).asDouble());
        List<ReturnBlocks> placebos = PlacebosCodec.decode(artifact(result, "placebos"));
        assertEquals(20, placebos.size());
        assertEquals(799, placebos.getFirst().bars());
        assertTrue(statistics.path("knowledge").isNull());
    }

    /** Two results are compared by their nodes: one may have been read from its text, the other not. */
    @Test
    void a_result_is_equal_to_itself_read_from_its_text() throws Exception {
        JsonNode result = run(spec(BARS, WINDOWS, null, null)).result();
        assertEquals(result, new ObjectMapper().readTree(result.toString()));
    }

    @Test
    void a_signal_that_is_there_shows_in_all_baselines() {
        JsonNode result = run(spec(BARS, WINDOWS, null, null)).result();
        JsonNode baselines = result.path("baselines");
        assertEquals(1.0 / 201, baselines.path("permuted").path("p_value").asDouble(), 1e-12);
        double sharpe = result.path("backtest").path("sharpe").asDouble();
        for (String name : List.of("buy_and_hold_sharpe", "majority_sharpe")) {
            assertTrue(baselines.path(name).isDouble() && baselines.path(name).asDouble() < sharpe, name);
        }
        JsonNode costs = result.path("statistics").path("costs");
        assertEquals(6.0, costs.path("own_bps").asDouble());
        assertEquals(
                result.path("backtest").path("total_return"),
                costs.path("sweep").get(2).path("total_return"));
        assertTrue(costs.path("return_at_twice_cost").asDouble() > 0);
        assertTrue(costs.path("break_even_bps").asDouble() > 12);
    }

    @Test
    void features_of_the_catalogue_look_only_back_and_a_real_signal_is_not_too_good() {
        JsonNode leaks =
                run(spec(BARS, WINDOWS, null, null)).result().path("statistics").path("leaks");
        assertEquals(8, leaks.path("look_ahead").path("points").asInt());
        assertEquals(0, leaks.path("look_ahead").path("violations").asInt());
        assertTrue(leaks.path("look_ahead").path("first_violation").isNull());
        assertEquals(false, leaks.path("too_good").path("suspected").asBoolean(true));
        assertEquals(0.6, leaks.path("too_good").path("hit_rate").asDouble(), 0.05);
    }

    /** Always on that side is not allowed to a strategy that never goes short. */
    @Test
    void majority_is_not_defined_where_the_rules_do_not_allow_its_side() {
        Bars falling = tilted(BARS, -0.01);
        String longOnly = STRATEGY.replace(", short_below: 0.48", "");
        Windows windows = Windows.of(falling, 1);
        BacktestSpec both =
                new BacktestSpec(STRATEGY, dataset(falling), windows, 7, model(STRATEGY, WINDOWS), null, null);
        BacktestSpec one =
                new BacktestSpec(longOnly, dataset(falling), windows, 7, model(longOnly, WINDOWS), null, null);
        JsonNode falls = run(both).result().path("baselines");
        assertTrue(falls.path("majority_return").asDouble() > 0, falls.toString());
        assertTrue(falls.path("buy_and_hold_return").asDouble() < 0);
        assertTrue(run(one).result().path("baselines").path("majority_return").isNull());
    }

    private static Bars tilted(Bars bars, double perBar) {
        double[][] columns = {bars.opens(), bars.highs(), bars.lows(), bars.closes()};
        long[] times = new long[bars.size()];
        for (int i = 0; i < bars.size(); i++) {
            times[i] = bars.openTime(i);
            columns[0][i] *= StrictMath.exp(perBar * i);
            for (int c = 1; c < 4; c++) {
                columns[c][i] *= StrictMath.exp(perBar * (i + 1));
            }
        }
        return Bars.of(bars.timeframe(), times, columns[0], columns[1], columns[2], columns[3], bars.volumes());
    }

    private static Bars changedFrom(int first) {
        double[][] columns = {BARS.opens(), BARS.highs(), BARS.lows(), BARS.closes()};
        long[] times = new long[BARS.size()];
        for (int i = 0; i < BARS.size(); i++) {
            times[i] = BARS.openTime(i);
            for (double[] column : columns) {
                column[i] *= i < first ? 1 : 3;
            }
        }
        return Bars.of(BARS.timeframe(), times, columns[0], columns[1], columns[2], columns[3], BARS.volumes());
    }

    private static Window holdout() {
        return Objects.requireNonNull(WINDOWS.holdout());
    }

    @Test
    void nothing_of_the_holdout_is_read_unless_it_is_asked_for() {
        JobResult usual = run(spec(BARS, WINDOWS, null, null));
        Bars changed = changedFrom(holdout().firstIndex());
        JobResult other = run(spec(changed, WINDOWS, null, BacktestSpec.TEST));
        assertEquals(usual.result(), other.result());
        // a year without trading within the holdout does not even change how many bars make a year
        long[] times = new long[BARS.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = BARS.openTime(i) + (i > holdout().firstIndex() ? 31_536_000_000L : 0);
        }
        Bars paused = Bars.of(
                BARS.timeframe(), times, BARS.opens(), BARS.highs(), BARS.lows(), BARS.closes(), BARS.volumes());
        assertEquals(
                usual.result(),
                run(spec(paused, Windows.of(paused, 1), null, null)).result());
        // and that the change would be seen
        assertArrayEquals(artifact(usual, "returns"), artifact(run(spec(changed, WINDOWS, null, null)), "returns"));
        JobResult onHoldout = run(spec(BARS, WINDOWS, null, BacktestSpec.HOLDOUT));
        JobResult onChanged = run(spec(changedFrom(3700), WINDOWS, null, BacktestSpec.HOLDOUT));
        assertTrue(!onHoldout.result().equals(onChanged.result()));
    }

    @Test
    void holdout_is_evaluated_when_it_is_asked_for() {
        JobResult result = run(spec(BARS, WINDOWS, null, BacktestSpec.HOLDOUT));
        JsonNode statistics = result.result().path("statistics");
        assertEquals("holdout", statistics.path("window").asText());
        assertEquals(399, statistics.path("inference").path("bars").asInt());
        String curve = new String(artifact(result, "equity_curve"), StandardCharsets.UTF_8);
        assertEquals(401, curve.split("\n").length);
        assertTrue(curve.contains(holdout().to()));
    }

    @Test
    void a_holdout_that_is_not_there_or_not_after_the_test_is_refused() {
        Windows former = Windows.of(BARS, 1, 0.5, 0.2, 0.3);
        assertEquals("invalid_windows", refused(spec(BARS, former, null, BacktestSpec.HOLDOUT)));
        Windows within = new Windows(WINDOWS.train(), WINDOWS.validation(), former.test(), holdout());
        assertEquals("invalid_windows", refused(spec(BARS, within, null, null)));
        Windows foreign = new Windows(
                WINDOWS.train(),
                WINDOWS.validation(),
                WINDOWS.test(),
                new Window(holdout().from(), holdout().to(), 3600, 4000, 401));
        assertEquals("invalid_windows", refused(spec(BARS, foreign, null, null)));
        Windows trained = new Windows(
                Windows.of(BARS.prefix(1000), 1).train(),
                Windows.of(BARS.prefix(1000), 1).validation(),
                Windows.of(BARS.prefix(1000), 1).test(),
                WINDOWS.validation());
        assertEquals("window_overlaps_training", refused(spec(BARS, trained, null, BacktestSpec.HOLDOUT)));
    }

    @Test
    void metrics_are_split_where_the_designers_knowledge_ends() {
        int first = WINDOWS.test().firstIndex();
        String cutoff =
                Instant.ofEpochMilli(BARS.openTime(first + 300)).toString().substring(0, 10);
        JobResult result = run(spec(BARS, WINDOWS, cutoff, null));
        JsonNode knowledge = result.result().path("statistics").path("knowledge");
        int before = knowledge.path("bars_before").asInt();
        assertTrue(before > 300 && before <= 306, "to the end of that day: " + before);
        assertEquals(800 - before, knowledge.path("bars_after").asInt());
        assertTrue(
                Instant.ofEpochMilli(BARS.openTime(first + before)).toString().endsWith("T00:00:00Z"));
        JsonNode metrics = result.result().path("backtest");
        assertEquals(
                metrics.path("trades").asInt(),
                knowledge.path("before").path("trades").asInt()
                        + knowledge.path("after").path("trades").asInt());
        double product = (1 + knowledge.path("before").path("total_return").asDouble())
                * (1 + knowledge.path("after").path("total_return").asDouble());
        assertEquals(1 + metrics.path("total_return").asDouble(), product, 1e-12);
        // all else is as without
        ObjectNode without = run(spec(BARS, WINDOWS, null, null)).result().deepCopy();
        ObjectNode with = result.result().deepCopy();
        ((ObjectNode) with.path("statistics")).putNull("knowledge");
        assertEquals(without, with);
    }

    @Test
    void a_cutoff_outside_the_window_leaves_one_side_without_figures() {
        JsonNode late = run(spec(BARS, WINDOWS, "2099-12-31", null))
                .result()
                .path("statistics")
                .path("knowledge");
        assertEquals(800, late.path("bars_before").asInt());
        assertTrue(late.path("after").isNull() && late.path("before").isObject());
        JsonNode early = run(spec(BARS, WINDOWS, "1999-12-31", null))
                .result()
                .path("statistics")
                .path("knowledge");
        assertEquals(800, early.path("bars_after").asInt());
        assertTrue(early.path("before").isNull());
    }

    @Test
    void nonsense_is_refused() {
        assertEquals("invalid_spec", refused(spec(BARS, WINDOWS, "March", null)));
        assertEquals("invalid_spec", refused(spec(BARS, WINDOWS, null, "train")));
    }

    @Test
    void specs_without_the_newer_fields_are_written_as_ever() {
        String json = spec(BARS, WINDOWS, null, null).toJson();
        assertTrue(!json.contains("knowledge") && !json.contains("evaluate"), json);
    }

    @Test
    void a_cancel_is_heard_in_each_part_and_what_follows_is_the_same() {
        BacktestSpec spec = spec(BARS, WINDOWS, null, null);
        JobResult straight = run(spec);
        for (String part : List.of("bar ", "look-ahead check 3", "baselines", "cost sweep", "permuted signal 150")) {
            Told told = new Told(part);
            assertThrows(
                    JobCancelledException.class, () -> BacktestJob.run(spec.toJson(), this::fetch, null, told), part);
            assertTrue(told.messages.getLast().startsWith(part), part + ", then " + told.messages.getLast());
            assertNotNull(told.checkpoint);
            JobResult again = BacktestJob.run(spec.toJson(), this::fetch, told.checkpoint, new Told("never"));
            assertEquals(straight.result(), again.result());
        }
    }

    @Test
    void a_strategy_that_never_trades_has_no_figures_instead_of_zeros() {
        String idle = STRATEGY.replace("long_above: 0.52, short_below: 0.48", "long_above: 1");
        JobResult result = run(new BacktestSpec(idle, dataset(BARS), WINDOWS, 7, model(idle, WINDOWS), null, null));
        JsonNode statistics = result.result().path("statistics");
        for (String name : List.of("sharpe_per_bar", "probabilistic_sharpe", "sharpe_low", "kurtosis")) {
            assertTrue(statistics.path("inference").path(name).isNull(), name);
        }
        assertTrue(statistics.path("costs").path("break_even_bps").isNull());
        assertTrue(statistics.path("leaks").path("too_good").path("hit_rate").isNull());
        assertTrue(result.result()
                .path("baselines")
                .path("permuted")
                .path("p_value")
                .isNull());
    }

    /** Learned from bars that were moved by one: the model itself is honest, its data were not. */
    @Test
    void data_with_a_leak_in_them_raise_the_alarm() {
        double[] volumes = BARS.volumes();
        long[] times = new long[BARS.size()];
        for (int i = 0; i < BARS.size(); i++) {
            times[i] = BARS.openTime(i);
            // a vendor's column that was made with the next bar
            boolean rises = i + 1 < BARS.size() && BARS.close(i + 1) > BARS.open(i + 1);
            volumes[i] = (rises ? 1000 : 1) + i % 7;
        }
        Bars leaky = Bars.of(BARS.timeframe(), times, BARS.opens(), BARS.highs(), BARS.lows(), BARS.closes(), volumes);
        String strategy = STRATEGY.replace(
                "{name: roc, params: {period: 1}, feature: last}", "{name: volume_ratio, params: {period: 20}}");
        DatasetReference dataset = dataset(leaky);
        JobResult trained = TrainingJob.run(
                new TrainingSpec(strategy, dataset, WINDOWS, 7).toJson(), this::fetch, null, new Told("never"));
        String model = put(artifact(trained, "model"));
        JsonNode leaks = run(new BacktestSpec(strategy, dataset, WINDOWS, 7, model, null, null))
                .result()
                .path("statistics")
                .path("leaks");
        assertEquals(true, leaks.path("too_good").path("suspected").asBoolean(), leaks.toString());
        // which is what the look-ahead check cannot see
        assertEquals(0, leaks.path("look_ahead").path("violations").asInt());
    }
}
