package io.ktrdr.coordinator;

import static io.ktrdr.coordinator.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.testpostgres.DatabaseAddress;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built program, a native executable where one was built, ticking by itself. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = FakeWorld.class, restrictToAnnotatedClass = false)
// for this class alone: in all others the loop is turned by hand
@QuarkusTestResource(value = CoordinatorIT.Ticking.class, restrictToAnnotatedClass = true)
class CoordinatorIT {
    public static final class Ticking implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            return Map.of("ktrdr.tick.interval", "50ms");
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

    private static final String BARS = """
            timestamp,open,high,low,close,volume
            2025-01-01T00:00:00Z,100,101,99,100,1
            2025-01-01T00:01:00Z,100,101,99,100,1
            2025-01-01T00:02:00Z,100,90,99,100,1
            2025-01-01T00:03:00Z,100,101,99,100,1
            """;

    /** Set by {@link PostgresForTests} before any test method, like the next two by {@link FakeWorld}. */
    @SuppressWarnings("NullAway.Init")
    DatabaseAddress database;

    @SuppressWarnings("NullAway.Init")
    FakeRegistry registry;

    @SuppressWarnings("NullAway.Init")
    FakeWorkers workers;

    private static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json").body(body).post(path).then();
    }

    private static ValidatableResponse get(String path) {
        return given().get(path).then();
    }

    private static void awaitText(String path, String field, String wanted) {
        eventually(() -> wanted.equals(get(path).extract().path(field)), () -> path + ": " + field + " " + wanted);
    }

    @Test
    void its_migrations_have_made_the_tables() {
        assertEquals(
                List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"),
                database.column("SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank"));
        awaitText("/q/health/ready", "status", "UP");
    }

    @Test
    void research_goes_from_trigger_to_verdict() {
        registry.has(WorkerType.TRAINING, "t1", workers.urlOf("t1"));
        registry.has(WorkerType.BACKTESTING, "b1", workers.urlOf("b1"));
        String id = post("/api/v1/agent/trigger", "{\"brief\": \"Explore RSI variations\", \"seed\": 7}")
                .statusCode(202)
                .extract()
                .path("operation_id");
        finish(awaitStart(0), CoordinatorTest.TRAINED);
        finish(awaitStart(1), CoordinatorTest.BACKTESTED);
        awaitText("/api/v1/operations/" + id, "status", "completed");
        get("/api/v1/operations/" + id + "/children").body("items.status", hasItem("completed"));
        get("/api/v1/operations/" + id + "/events").body("items.type", hasItem("research.completed"));
        get("/api/v1/agent/status").statusCode(200).body("active_researches", empty());
        get("/api/v1/audit").statusCode(200).body("findings", empty());
    }

    private StartJob awaitStart(int index) {
        eventually(() -> workers.starts().size() > index, () -> "start " + (index + 1));
        return workers.starts().get(index);
    }

    private static void finish(StartJob job, String result) {
        post("/api/v1/jobs/" + job.claim() + "/result", """
                        {"worker_id": "%s", "incarnation": "%s", "token": %d, "spec_sha256": "%s", "state": "completed", "result": %s,
                         "failure": null, "artifacts": []}""".formatted(
                                job.workerId(), job.incarnation(), job.token(), job.specSha256(), result))
                .statusCode(200);
    }

    @Test
    void dataset_is_imported_with_its_quality() {
        String sha256 = given().contentType("text/csv")
                .body(BARS)
                .post("/api/v1/datasets?timeframe=1m&source=test.csv&symbol=BTC-USD")
                .then()
                .statusCode(200)
                .body("bars", equalTo(3))
                .body("quality.issues.check", contains("ohlc", "gap"))
                .extract()
                .path("sha256");
        get("/api/v1/datasets/" + sha256).statusCode(200).body("quality.issues.check", contains("ohlc", "gap"));
    }

    @Test
    void artifact_is_kept_under_its_hash() {
        byte[] content = "some bytes".getBytes(StandardCharsets.UTF_8);
        String path = "/api/v1/artifacts/" + Sha256.of(content);
        given().contentType("application/octet-stream")
                .body(content)
                .put(path)
                .then()
                .statusCode(204);
        assertEquals("some bytes", get(path).statusCode(200).extract().asString());
    }

    @Test
    void errors_are_problem_documents() {
        post("/api/v1/agent/trigger", "{\"brief\": \"\"}")
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("invalid_request"))
                .body("violations.field", contains("brief"));
        post("/api/v1/agent/trigger", "{\"breif\": \"x\"}").statusCode(400).body("code", equalTo("invalid_request"));
        post("/api/v1/agent/trigger", "{\"strategy\": \"schema_version: 1\\nname: x\"}")
                .statusCode(400)
                .contentType(startsWith("application/problem+json"));
        get("/api/v1/operations/op_none").statusCode(404).body("code", equalTo("not_found"));
        given().header("Host", "evil.example")
                .get("/api/v1/operations")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden_host"))
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void it_describes_itself() {
        get("/q/openapi").statusCode(200).body(containsString("/api/v1/agent/trigger"));
    }
}
