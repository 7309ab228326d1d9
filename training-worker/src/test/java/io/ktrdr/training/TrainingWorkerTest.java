package io.ktrdr.training;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.testservices.SmallResearch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real training, ordered over HTTP and reported over HTTP. */
@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class TrainingWorkerTest {
    private static long token = 1;

    /** Set by {@link FakeServicesResource} before any test method. */
    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    @BeforeEach
    void storeDataset() {
        services.store(SmallResearch.DATASET);
    }

    @Test
    void planted_signal_is_learned_and_the_model_delivered() throws Exception {
        order("op_learn", SmallResearch.training(5).toJson());
        JsonNode report = resultOf("op_learn");
        assertEquals("completed", report.path("state").asText(), report.toString());
        JsonNode result = report.path("result");
        assertTrue(result.path("accuracy").asDouble() > 0.53, result.toString());
        assertEquals(5, result.path("history").size());
        String model = result.path("model").asText();
        assertEquals(model, report.path("artifacts").path(0).asText());
        assertTrue(services.hasArtifact(model));
        String onnx = result.path("onnx").asText();
        assertEquals(onnx, report.path("artifacts").path(1).asText());
        assertTrue(services.hasArtifact(onnx));
    }

    @Test
    void the_same_spec_gives_the_same_model() throws Exception {
        order("op_once", SmallResearch.training(3).toJson());
        String once = resultOf("op_once").path("result").path("model").asText();
        order("op_twice", SmallResearch.training(3).toJson());
        assertEquals(once, resultOf("op_twice").path("result").path("model").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a checkpoint it is not", ""})
    void unusable_checkpoint_costs_time_and_changes_nothing(String content) throws Exception {
        String spec = SmallResearch.training(3).toJson();
        order("op_straight_" + content.length(), spec);
        JsonNode straight = resultOf("op_straight_" + content.length()).path("result");
        byte[] unusable = content.getBytes(StandardCharsets.UTF_8);
        services.store(unusable);
        String claim = "op_afresh_" + content.length();
        SmallResearch.order(services, "training", claim, token++, spec, Sha256.of(unusable))
                .statusCode(200);
        assertEquals(straight, resultOf(claim).path("result"));
        String said = services.await(call -> call.isTo("/" + claim + "/progress"))
                .body()
                .path("message")
                .asText();
        assertTrue(said.contains("from the beginning: The checkpoint cannot be used"), said);
    }

    @Test
    void long_training_is_cancelled_long_before_its_end() throws Exception {
        long mine = order("op_long", SmallResearch.training(500).toJson());
        services.await(call -> call.isTo("/op_long/progress"));
        SmallResearch.cancel(services, "op_long", mine).statusCode(200).body("state", equalTo("cancelled"));
    }

    @Test
    void spec_that_cannot_be_run_is_the_jobs_own_failure() throws Exception {
        order("op_bad", "{\"strategy_yaml\":\"name: x\"}");
        JsonNode failure = resultOf("op_bad").path("failure");
        assertEquals("job", failure.path("class").asText());
        assertEquals("invalid_spec", failure.path("code").asText());
    }

    private long order(String claim, String spec) throws InterruptedException {
        long mine = token++;
        SmallResearch.order(services, "training", claim, mine, spec).statusCode(200);
        return mine;
    }

    private JsonNode resultOf(String claim) throws InterruptedException {
        return services.await(call -> call.isTo("/" + claim + "/result")).body();
    }
}
