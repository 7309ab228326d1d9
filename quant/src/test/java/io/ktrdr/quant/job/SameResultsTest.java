package io.ktrdr.quant.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.StrategyMigration;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Strategies of schema version 1 give what they have given since there has been an engine, and so do the files that they are
 * migrated to. The hashes were taken from the release that knew no other version; a change of one is a change of results
 * that people have already published.
 */
class SameResultsTest {
    private static final Control QUIET = new Control() {
        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(long step, double fraction, String message) {
            // nobody is watching
        }

        @Override
        public void startedAfresh(String why) {
            throw new AssertionError(why);
        }

        @Override
        public void checkpoint(long step, Supplier<byte[]> bytes) {
            // nor interrupting
        }
    };

    /** A strategy, its bars, and what came out when there was only version 1. */
    record Case(String name, Bars bars, String strategy, String modelSha256, String resultSha256) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        "long and short",
                        SyntheticBars.autoregressive(3, 12_000, Timeframe.parse("4h"), 0.01, 0.2),
                        """
                schema_version: 1
                name: long_and_short
                indicators:
                  - {name: roc, params: {period: 1}, feature: last}
                  - {name: rsi, params: {period: 14}, timeframe: 4, feature: slow_rsi}
                label: {horizon: 2}
                model: {type: mlp, hidden_layers: [4], epochs: 6, patience: 6}
                rules: {long_above: 0.52, short_below: 0.48}
                """,
                        "8e88a75bc7a7c56a649664ac6f9adf11f26be0aea423c77e697c1a43dbd10ce6",
                        "901fc4e7a05d09aa144d0d5924651e8a57bae78aeca2c1f286aecf32bc0274db"),
                new Case(
                        "long only and free",
                        SyntheticBars.autoregressive(11, 6_000, Timeframe.parse("1h"), 0.02, 0.3),
                        """
                # no costs at all
                schema_version: 1
                name: long_only_and_free
                indicators:
                  - {name: momentum, params: {period: 2}}
                label: {horizon: 1}
                model: {type: mlp, epochs: 5}
                rules: {long_above: 0.5}
                costs: {fee_bps: 0, slippage_bps: 0}
                """,
                        "d37d12f059fbb8e53c22619172659a5516f81ad7cd2b3b9c28eea5a8b2dcc60b",
                        "f0709161bc7446fc4e8ae04516dd3e4dd3ac52991c54ac24b5665cdc5ebc7490"),
                new Case(
                        "ruined",
                        SyntheticBars.randomWalk(5, 3_000, Timeframe.parse("1d"), 0.35),
                        """
                schema_version: 1
                name: ruined
                indicators:
                  - name: macd
                label: {horizon: 3}
                model: {type: mlp, hidden_layers: [3], epochs: 3}
                rules: {long_above: 0.5, short_below: 0.5}
                costs: {fee_bps: 20, slippage_bps: 10}
                """,
                        "bfb7b36fff0d8b05d4b9d17f7ce0f97a4d2edc37eb90a9ce59edee2038fc1ad8",
                        "cdf890d9483355141f4d5c63847e20c394d24eb38ccd57ad2aac658b26dad361"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_strategy_of_version_1_gives_the_same_bytes_as_ever(Case sample) {
        Outcome outcome = run(sample.strategy, sample);
        assertEquals(sample.modelSha256, outcome.model);
        // the result holds the hashes of the equity curve and the trades
        assertEquals(sample.resultSha256, sha256(outcome.backtest), outcome.backtest);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_migrated_strategy_gives_the_same_result(Case sample) {
        String migrated = StrategyMigration.toNewest(sample.strategy).yaml();
        assertTrue(migrated.contains("schema_version: 2"), migrated);
        Outcome outcome = run(migrated, sample);
        assertEquals(sample.resultSha256, sha256(outcome.backtest), outcome.backtest);
    }

    private record Outcome(String model, String backtest) {}

    private static Outcome run(String strategy, Case sample) {
        Map<String, byte[]> store = new HashMap<>();
        byte[] encoded = BarsCodec.encode(sample.bars);
        store.put(ContentHash.of(encoded), encoded);
        DatasetReference dataset = new DatasetReference(
                ContentHash.of(encoded), "TEST-USD", sample.bars.timeframe().toString());
        Windows windows = Windows.of(sample.bars, 3, 0.6, 0.2, 0.2);
        TrainingSpec training = new TrainingSpec(strategy, dataset, windows, 7);
        JobResult trained = TrainingJob.run(training.toJson(), sha -> get(store, sha), null, QUIET);
        String model = trained.hashes().getFirst();
        trained.artifacts().values().forEach(bytes -> store.put(ContentHash.of(bytes), bytes));
        BacktestSpec backtest = new BacktestSpec(strategy, dataset, windows, 7, model);
        JsonNode result = BacktestJob.run(backtest.toJson(), sha -> get(store, sha), null, QUIET)
                .result();
        return new Outcome(model, asEver(result));
    }

    /** What a result has always had; later releases add to it. */
    private static String asEver(JsonNode result) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.set("backtest", result.path("backtest"));
        part.putObject("baselines")
                .set("buy_and_hold_return", result.path("baselines").path("buy_and_hold_return"));
        part.putObject("artifacts")
                .<ObjectNode>set("equity_curve", result.path("artifacts").path("equity_curve"))
                .set("trades", result.path("artifacts").path("trades"));
        return part.toString();
    }

    private static byte[] get(Map<String, byte[]> store, String sha256) {
        byte[] bytes = store.get(sha256);
        assertTrue(bytes != null, "no artifact " + sha256);
        return bytes;
    }

    private static String sha256(String text) {
        return ContentHash.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
