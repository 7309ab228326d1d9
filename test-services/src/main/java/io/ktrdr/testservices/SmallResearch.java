package io.ktrdr.testservices;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.indicators.IndicatorCatalogue;
import io.ktrdr.quant.job.BacktestSpec;
import io.ktrdr.quant.job.DatasetReference;
import io.ktrdr.quant.job.TrainingSpec;
import io.ktrdr.quant.job.WalkForwardSpec;
import io.ktrdr.quant.split.Windows;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A strategy and a series with a planted signal, small enough to train in a second. */
public final class SmallResearch {
    public static final Bars BARS = SyntheticBars.autoregressive(3, 12_000, Timeframe.parse("4h"), 0.01, 0.2);
    public static final byte[] DATASET = BarsCodec.encode(BARS);
    private static final String STRATEGY = """
            schema_version: 1
            name: last_move
            indicators:
              - {name: roc, params: {period: 1}, feature: last}
              - {name: rsi, params: {period: 14}, feature: rsi}
            label: {horizon: 1}
            model: {type: mlp, hidden_layers: [], epochs: EPOCHS, patience: EPOCHS}
            rules: {long_above: 0.52, short_below: 0.48}
            """;

    private SmallResearch() {}

    /** Every indicator there is as a feature, and hidden layers: all arithmetic that a job can come to. */
    public static TrainingSpec withEveryIndicator(int epochs) {
        String indicators = IndicatorCatalogue.names().stream()
                .map(name -> "  - {name: " + name + ", feature: " + name + "}\n")
                .collect(Collectors.joining());
        String strategy = STRATEGY.replaceFirst("(?s)indicators:\n.*?(?=label:)", "indicators:\n" + indicators)
                .replace("hidden_layers: []", "hidden_layers: [16, 8]")
                .replace("name: last_move", "name: everything");
        return training(strategy, BARS, epochs);
    }

    public static TrainingSpec training(int epochs) {
        return training(BARS, epochs);
    }

    /** On bars whose encoding is stored as an artifact. */
    public static TrainingSpec training(Bars bars, int epochs) {
        return training(STRATEGY, bars, epochs);
    }

    private static TrainingSpec training(String strategy, Bars bars, int epochs) {
        return new TrainingSpec(
                strategy.replace("EPOCHS", String.valueOf(epochs)),
                new DatasetReference(Sha256.of(BarsCodec.encode(bars)), "TEST-USD", "4h"),
                Windows.of(bars, 1),
                7);
    }

    /** The same, followed by a walk-forward of four more trainings. */
    public static TrainingSpec walkingForward(TrainingSpec spec) {
        return new TrainingSpec(
                spec.strategyYaml(), spec.dataset(), spec.windows(), spec.seed(), new WalkForwardSpec(2, 2));
    }

    /**
     * Its backtest.
     *
     * @param model SHA-256 of what the same strategy's training made
     */
    public static BacktestSpec backtest(int epochs, String model) {
        return backtest(training(epochs), model);
    }

    public static BacktestSpec backtest(TrainingSpec trained, String model) {
        return new BacktestSpec(trained.strategyYaml(), trained.dataset(), trained.windows(), trained.seed(), model);
    }

    /** Orders a job from the worker under test, as the coordinator would. */
    public static ValidatableResponse order(
            FakeServices services, String jobType, String claim, long token, String spec) throws InterruptedException {
        return order(services, jobType, claim, token, spec, null);
    }

    /** @param checkpoint SHA-256 of the artifact to go on from, or null */
    public static ValidatableResponse order(
            FakeServices services, String jobType, String claim, long token, String spec, @Nullable String checkpoint)
            throws InterruptedException {
        var registration = services.await(call -> call.isTo("/workers")).body();
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("claim", claim);
        order.put("worker_id", registration.path("worker_id").asText());
        order.put("incarnation", registration.path("incarnation").asText());
        order.put("token", token);
        order.put("job_type", jobType);
        order.put("attempt", 1);
        order.put("spec", spec);
        order.put("spec_sha256", Sha256.of(spec));
        if (checkpoint != null) {
            order.put("checkpoint", Map.of("artifact", checkpoint, "step", 1));
        }
        return RestAssured.given()
                .contentType("application/json")
                .body(order)
                .post("/api/v1/jobs")
                .then();
    }

    public static ValidatableResponse cancel(FakeServices services, String claim, long token)
            throws InterruptedException {
        var registration = services.await(call -> call.isTo("/workers")).body();
        return RestAssured.given()
                .contentType("application/json")
                .body(Map.of("incarnation", registration.path("incarnation").asText(), "token", token))
                .post("/api/v1/jobs/" + claim + "/cancel")
                .then();
    }
}
