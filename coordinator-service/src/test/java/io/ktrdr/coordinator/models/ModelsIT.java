package io.ktrdr.coordinator.models;

import static io.ktrdr.coordinator.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.ktrdr.coordinator.FakeWorld;
import io.ktrdr.coordinator.models.FakeProvider.Anthropic;
import io.ktrdr.coordinator.models.FakeProvider.OpenAi;
import io.ktrdr.coordinator.models.ModelWorld.FakeProviders;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built program, a native executable where one was built, asks models. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = FakeWorld.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = ModelsIT.AsInProduction.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = ModelWorld.class, restrictToAnnotatedClass = true)
class ModelsIT {
    public static final class AsInProduction implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            return Map.of("ktrdr.tick.interval", "50ms", "ktrdr.stub", "false");
        }

        /** After {@link FakeWorld}, whose loop stands still. */
        @Override
        public int order() {
            return 1;
        }

        @Override
        public void stop() {
            // nothing was started
        }
    }

    @SuppressWarnings("NullAway.Init") // by ModelWorld
    FakeProviders providers;

    private static String submitted(String path, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    @Test
    void a_question_and_a_design_by_both_interfaces() {
        providers.cheap().answers(OpenAi.text("Buy low, sell high."));
        String question = submitted(
                "/api/v1/tasks", "{\"task_type\": \"general\", \"payload\": {\"prompt\": \"How does one get rich?\"}}");
        eventually(
                () -> "completed"
                        .equals(given().get("/api/v1/tasks/" + question).path("status")),
                () -> given().get("/api/v1/tasks/" + question).asString());
        given().get("/api/v1/tasks/" + question).then().body("result.answer", equalTo("Buy low, sell high."));

        TestBars.importBars();
        providers.dear().answers(Anthropic.tool("""
                {"strategy_yaml": "schema_version: 2\\nname: by_a_model\\nindicators:\\n  - {name: rsi}\\nlabel: {horizon: 5}\\nmodel: {type: mlp, hidden_layers: [4]}\\nrules: {long_above: 0.55}\\nsizing: {type: full}\\n",
                 "rationale": "Because.", "tests_hypotheses": []}"""));
        String research =
                submitted("/api/v1/agent/trigger", "{\"brief\": \"Explore RSI variations\", \"force\": true}");
        eventually(
                () -> "by_a_model"
                        .equals(given().get("/api/v1/operations/" + research).path("strategy_name")),
                () -> given().get("/api/v1/operations/" + research + "/children")
                        .asString());
        // other tests have the same database, and workers
        given().contentType(ContentType.JSON)
                .post("/api/v1/operations/" + research + "/cancel")
                .then()
                .statusCode(200);
        given().get("/api/v1/models").then().body("items[0].name", equalTo("dear"));
    }
}
