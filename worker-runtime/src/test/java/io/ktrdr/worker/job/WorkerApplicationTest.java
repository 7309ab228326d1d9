package io.ktrdr.worker.job;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.worker.ScriptedRunner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole worker over its port, registered with a registry and reporting to a coordinator. */
@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class WorkerApplicationTest {
    private static final AtomicLong TOKENS = new AtomicLong(100);

    /** Set by {@link FakeServicesResource} before any test method. */
    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    @Inject
    JobDesk desk;

    String incarnation = "";

    @BeforeEach
    void learnIncarnation() throws Exception {
        JsonNode registration = services.await(call -> call.isTo("/workers")).body();
        incarnation = registration.path("incarnation").asText();
    }

    @Test
    void worker_registers_with_the_address_it_listens_on() throws Exception {
        JsonNode registration = services.await(call -> call.isTo("/workers")).body();
        assertEquals("app-worker", registration.path("worker_id").asText());
        assertEquals("training", registration.path("worker_type").asText());
        assertEquals(
                "http://127.0.0.1:" + RestAssured.port, registration.path("url").asText());
        assertFalse(incarnation.isEmpty());
    }

    @Test
    void ready_worker_says_whether_it_is_registered() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void live_worker_says_so_and_measures_itself_with_its_heartbeats() throws Exception {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        long token = TOKENS.incrementAndGet();
        start("op_0", token, ScriptedRunner.SUCCEED).statusCode(200);
        services.await(call -> call.isTo("/heartbeat")
                && call.body().path("measurements").path("jobs_completed").asLong() > 0
                && call.body().path("measurements").path("disk_free_bytes").asLong() > 0);
    }

    @Test
    void job_runs_from_start_to_acknowledged_result_with_a_heartbeat_at_each_turn() throws Exception {
        long token = TOKENS.incrementAndGet();
        start("op_1", token, ScriptedRunner.WAIT).statusCode(200).body("state", equalTo("running"));
        services.await(call -> call.isTo("/heartbeat")
                && call.body().path("job").path("claim").asText().equals("op_1")
                && call.body().path("mark").asLong() == token);
        given().get("/api/v1/jobs/op_1").then().statusCode(200).body("token", equalTo((int) token));

        int beats = services.calls("/heartbeat").size();
        long asked = System.nanoTime();
        cancel("op_1", token).statusCode(200).body("state", equalTo("cancelled"));
        assertTrue(System.nanoTime() - asked < Duration.ofSeconds(1).toNanos(), "free within a second");
        services.await(
                call -> call.isTo("/heartbeat") && call.body().path("job").isNull(), 1);
        services.await(call -> call.isTo("/heartbeat"), beats + 1);

        long next = TOKENS.incrementAndGet();
        start("op_2", next, ScriptedRunner.SUCCEED).statusCode(200);
        services.await(call -> call.isTo("/op_2/result") && call.answer() == 200);
        start("op_2", next, ScriptedRunner.SUCCEED).statusCode(200);
    }

    @Test
    void stale_start_and_foreign_incarnation_are_conflicts() {
        long token = TOKENS.incrementAndGet();
        cancel("op_3", token).statusCode(200).body("state", equalTo("cancelled"));
        start("op_4", token - 1, ScriptedRunner.SUCCEED).statusCode(409).body("code", equalTo("stale_token"));
        Map<String, Object> foreign = order("op_5", TOKENS.incrementAndGet(), ScriptedRunner.SUCCEED);
        foreign.put("incarnation", "somebody-else");
        post(foreign).statusCode(409).body("code", equalTo("superseded"));
    }

    @Test
    void spec_that_is_not_what_its_hash_says_is_refused() {
        Map<String, Object> order = order("op_6", TOKENS.incrementAndGet(), ScriptedRunner.SUCCEED);
        order.put("spec", ScriptedRunner.FAIL);
        post(order).statusCode(409).body("code", equalTo("spec_mismatch"));
    }

    @Test
    void unknown_claim_is_not_found() {
        given().get("/api/v1/jobs/nobody").then().statusCode(404).body("code", equalTo("not_found"));
    }

    @ParameterizedTest
    @CsvSource({
        "claim, ../../etc/passwd",
        "claim,",
        "incarnation,",
        "token, 0",
        "job_type, backtesting",
        "attempt, 0",
        "spec,",
        "spec_sha256, abc"
    })
    void malformed_order_is_refused_naming_the_field(String field, String value) {
        long mark = desk.activity().mark();
        Map<String, Object> order = order("op_7", TOKENS.incrementAndGet(), ScriptedRunner.SUCCEED);
        order.put(field, value != null && value.matches("\\d+") ? (Object) Long.valueOf(value) : value);
        post(order).statusCode(400).body("code", equalTo("invalid_request")).body("violations.field", hasItem(field));
        assertEquals(mark, desk.activity().mark());
    }

    @Test
    void body_that_is_no_json_is_refused() {
        given().contentType("application/json")
                .body("{\"claim\":")
                .post("/api/v1/jobs")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"));
        given().contentType("application/xml")
                .body("<a/>")
                .post("/api/v1/jobs")
                .then()
                .statusCode(415);
    }

    private ValidatableResponse start(String claim, long token, String spec) {
        return post(order(claim, token, spec));
    }

    private ValidatableResponse cancel(String claim, long token) {
        return given().contentType("application/json")
                .body(Map.of("incarnation", incarnation, "token", token))
                .post("/api/v1/jobs/" + claim + "/cancel")
                .then();
    }

    private static ValidatableResponse post(Map<String, Object> order) {
        return given().contentType("application/json")
                .body(order)
                .post("/api/v1/jobs")
                .then();
    }

    private Map<String, Object> order(String claim, long token, String spec) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("claim", claim);
        order.put("worker_id", "app-worker");
        order.put("incarnation", incarnation);
        order.put("token", token);
        order.put("job_type", "training");
        order.put("attempt", 1);
        order.put("spec", spec);
        order.put("spec_sha256", Sha256.of(spec));
        return order;
    }
}
