package io.ktrdr.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.quant.job.BacktestSpec;
import io.ktrdr.quant.job.TrainingJob;
import io.ktrdr.quant.job.TrainingSpec;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.testservices.SmallResearch;
import io.ktrdr.testservices.Undisturbed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real backtests of a real model, ordered over HTTP and reported over HTTP. */
@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class BacktestWorkerTest {
    private static final int EPOCHS = 3;
    private static long token = 1;

    /** Set by {@link FakeServicesResource} before any test method. */
    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    private String model = "";

    @BeforeEach
    void trainModel() {
        TrainingSpec spec = SmallResearch.training(EPOCHS);
        byte[] trained = TrainingJob.run(spec.toJson(), sha256 -> SmallResearch.DATASET, null, new Undisturbed())
                .artifacts()
                .values()
                .iterator()
                .next();
        model = Sha256.of(trained);
        services.store(SmallResearch.DATASET);
        services.store(trained);
    }

    @Test
    void model_is_traded_through_the_test_window_and_its_curves_delivered() throws Exception {
        JsonNode report = run("op_trade", SmallResearch.backtest(EPOCHS, model).toJson());
        assertEquals("completed", report.path("state").asText(), report.toString());
        JsonNode result = report.path("result");
        assertTrue(result.path("backtest").path("trades").asInt() > 0, result.toString());
        assertTrue(result.path("baselines").path("buy_and_hold_return").isNumber());
        for (String name : new String[] {"equity_curve", "trades", "returns", "placebos"}) {
            assertTrue(services.hasArtifact(result.path("artifacts").path(name).asText()), name);
        }
        assertEquals(4, report.path("artifacts").size());
    }

    @Test
    void window_the_model_was_trained_on_is_refused() throws Exception {
        Windows honest = SmallResearch.training(EPOCHS).windows();
        BacktestSpec spec = SmallResearch.backtest(EPOCHS, model);
        BacktestSpec peeking = new BacktestSpec(
                spec.strategyYaml(),
                spec.dataset(),
                new Windows(honest.train(), honest.validation(), honest.train(), null),
                spec.seed(),
                model);
        JsonNode failure = run("op_peek", peeking.toJson()).path("failure");
        assertEquals("job", failure.path("class").asText());
        assertEquals("window_overlaps_training", failure.path("code").asText());
    }

    @Test
    void model_that_does_not_exist_is_the_jobs_own_failure() throws Exception {
        JsonNode failure = run(
                        "op_lost",
                        SmallResearch.backtest(EPOCHS, Sha256.of("lost")).toJson())
                .path("failure");
        assertEquals("job", failure.path("class").asText());
        assertEquals("artifact_unknown", failure.path("code").asText());
    }

    private JsonNode run(String claim, String spec) throws InterruptedException {
        SmallResearch.order(services, "backtesting", claim, token++, spec).statusCode(200);
        return services.await(call -> call.isTo("/" + claim + "/result")).body();
    }
}
