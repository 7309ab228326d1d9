package io.ktrdr.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.quant.job.BacktestJob;
import io.ktrdr.quant.job.JobResult;
import io.ktrdr.quant.job.TrainingJob;
import io.ktrdr.quant.job.TrainingSpec;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.testservices.SmallResearch;
import io.ktrdr.testservices.Undisturbed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The built program, a native executable where one was built. */
@QuarkusIntegrationTest
@QuarkusTestResource(FakeServicesResource.class)
class BacktestWorkerIT {
    /** Set by {@link FakeServicesResource} before any test method. */
    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    /** Equity curve and trades are in the result by their hashes. */
    @Test
    void it_backtests_to_the_same_numbers_as_this_jvm() throws Exception {
        TrainingSpec training = SmallResearch.withEveryIndicator(5);
        byte[] model = TrainingJob.run(training.toJson(), sha256 -> SmallResearch.DATASET, null, new Undisturbed())
                .artifacts()
                .values()
                .iterator()
                .next();
        Map<String, byte[]> artifacts =
                Map.of(Sha256.of(SmallResearch.DATASET), SmallResearch.DATASET, Sha256.of(model), model);
        String spec = SmallResearch.backtest(training, Sha256.of(model)).toJson();
        JobResult here =
                BacktestJob.run(spec, sha256 -> Objects.requireNonNull(artifacts.get(sha256)), null, new Undisturbed());
        artifacts.values().forEach(services::store);
        SmallResearch.order(services, "backtesting", "op_same", 1, spec).statusCode(200);
        JsonNode there = services.resultOf("op_same");
        assertEquals("completed", there.path("state").asText(), there.toString());
        assertTrue(there.path("result").path("backtest").path("trades").asInt() > 0);
        assertEquals(here.result(), there.path("result"));
        here.hashes().forEach(sha256 -> assertTrue(services.hasArtifact(sha256)));
    }
}
