package io.ktrdr.coordinator.admission;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Triggering over REST: shape, capacity, queue, idempotency. */
@QuarkusTest
class TriggerTest extends CoordinatorTest {
    private static final Map<String, String> BRIEF = Map.of("brief", "Explore RSI variations");

    private static Response withKey(String key, Object body) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/api/v1/agent/trigger");
    }

    private long researches() {
        return database.number("SELECT count(*) FROM operation WHERE type = 'agent_research'");
    }

    @Test
    void a_brief_becomes_a_pending_research() {
        ValidatableResponse answer = tryTrigger(BRIEF)
                .statusCode(202)
                .body("operation_id", matchesPattern("op_[a-z0-9]{6,40}"))
                .body("status", equalTo("pending"))
                .body("message", equalTo("Research triggered"));
        String id = answer.extract().path("operation_id");
        show(id).body("operation_type", equalTo("agent_research"))
                .body("brief", equalTo("Explore RSI variations"))
                .body("priority", equalTo("P1"))
                .body("forced_by", nullValue());
    }

    @Test
    void a_seed_that_is_given_is_kept_and_one_that_is_not_is_drawn() {
        String given = tryTrigger(Map.of("brief", "b", "seed", 42)).extract().path("operation_id");
        assertEquals("42", seedOf(given));
        String drawn = trigger("b");
        assertNotEquals("42", seedOf(drawn));
        assertNotEquals(seedOf(drawn), seedOf(trigger("b")));
    }

    private String seedOf(String id) {
        return String.valueOf(database.text("SELECT request ->> 'seed' FROM operation WHERE id = ?", id));
    }

    // ---- capacity ------------------------------------------------------------------------------------------------

    @Test
    void never_heard_of_the_pool_there_is_room_for_one() {
        tryTrigger(BRIEF).statusCode(202);
        tryTrigger(BRIEF)
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("at_capacity"))
                .body("status", equalTo(429))
                .body("type", equalTo("urn:ktrdr:problem:at_capacity"))
                .body("title", notNullValue())
                .body("detail", equalTo("1 active researches, limit is 1"))
                .body("active", equalTo(1))
                .body("limit", equalTo(1));
        assertEquals(1, researches());
    }

    @Test
    void the_pool_sets_the_limit_workers_and_one_more() {
        trainingWorkers("t1", "t2");
        backtestWorkers("b1");
        loop.turn();
        IntStream.range(0, 4).forEach(i -> tryTrigger(BRIEF).statusCode(202));
        tryTrigger(BRIEF).statusCode(429).body("active", equalTo(4)).body("limit", equalTo(4));
    }

    @Test
    void force_overrides_capacity_and_is_recorded() {
        tryTrigger(BRIEF).statusCode(202);
        String forced = tryTrigger(Map.of("brief", "b", "force", true, "requested_by", "ada"))
                .statusCode(202)
                .extract()
                .path("operation_id");
        show(forced).body("forced_by", equalTo("ada"));
        get("/api/v1/operations/" + forced + "/events")
                .body("items[0].type", equalTo("research.triggered"))
                .body("items[0].detail.forced_by", equalTo("ada"));
    }

    @Test
    void force_that_was_not_needed_is_not_recorded() {
        String id = tryTrigger(Map.of("brief", "b", "force", true)).extract().path("operation_id");
        show(id).body("forced_by", nullValue());
    }

    @Test
    void at_capacity_who_asks_for_it_waits_in_a_queue_of_bounded_length() {
        tryTrigger(BRIEF).statusCode(202);
        Map<String, Object> queued = Map.of("brief", "b", "queue", true);
        String first = tryTrigger(queued).statusCode(202).extract().path("operation_id");
        String second = tryTrigger(queued).statusCode(202).extract().path("operation_id");
        assertEquals("waiting for capacity, 0 ahead", waitingReasonOf(first));
        assertEquals("waiting for capacity, 1 ahead", waitingReasonOf(second));
        tryTrigger(queued)
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("queue_full"))
                .body("limit", equalTo(2));
        assertEquals(3, researches());
    }

    @Test
    void concurrent_triggers_never_exceed_the_limit() throws Exception {
        trainingWorkers("t1", "t2");
        loop.turn();
        List<Integer> answers = atOnce(20, i -> tryTrigger(BRIEF).extract().statusCode());
        assertEquals(3, answers.stream().filter(status -> status == 202).count());
        assertEquals(17, answers.stream().filter(status -> status == 429).count());
        assertEquals(3, researches());
    }

    // ---- idempotency ---------------------------------------------------------------------------------------------

    @Test
    void the_same_key_and_body_is_the_same_research() {
        String id = withKey("k1", BRIEF).then().statusCode(202).extract().path("operation_id");
        withKey("k1", BRIEF).then().statusCode(202).body("operation_id", equalTo(id));
        assertEquals(1, researches());
    }

    @Test
    void the_same_key_with_another_body_is_refused() {
        withKey("k1", BRIEF).then().statusCode(202);
        withKey("k1", Map.of("brief", "another"))
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("idempotency_key_reused"));
        assertEquals(1, researches());
    }

    @Test
    void another_key_is_another_research() {
        String id = withKey("k1", Map.of("brief", "b")).then().extract().path("operation_id");
        withKey("k2", Map.of("brief", "b", "force", true))
                .then()
                .statusCode(202)
                .body("operation_id", not(id));
    }

    @Test
    void a_repeated_request_is_answered_at_capacity_too() {
        String id = withKey("k1", BRIEF).then().statusCode(202).extract().path("operation_id");
        tryTrigger(BRIEF).statusCode(429);
        withKey("k1", BRIEF).then().statusCode(202).body("operation_id", equalTo(id));
    }

    @Test
    void the_same_key_at_the_same_time_is_one_research() throws Exception {
        Set<String> ids = new HashSet<>(atOnce(
                10, i -> withKey("k1", BRIEF).then().statusCode(202).extract().<String>path("operation_id")));
        assertEquals(1, ids.size());
        assertEquals(1, researches());
    }

    // ---- what goes on --------------------------------------------------------------------------------------------

    @Test
    void status_of_a_quiet_system() {
        get("/api/v1/agent/status")
                .statusCode(200)
                .body("active_researches", empty())
                .body("workers.training.total", equalTo(0))
                .body("workers.backtesting.busy", equalTo(0))
                .body("budget.remaining", nullValue())
                .body("budget.daily_limit", nullValue())
                .body("capacity.active", equalTo(0))
                .body("capacity.limit", equalTo(1));
    }

    @Test
    void status_tells_what_goes_on() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        String training = trigger("training");
        String waiting = trigger("waiting");
        loop.turnUntilQuiet();
        get("/api/v1/agent/status")
                .statusCode(200)
                .body("active_researches.operation_id", contains(training, waiting))
                .body("active_researches.phase", contains("training", "designing"))
                .body("active_researches[0].strategy_name", matchesPattern("stub_.*"))
                .body("active_researches[0].child_operation_id", equalTo(child(training, "training")))
                .body("active_researches[0].duration_seconds", greaterThanOrEqualTo(0f))
                .body("active_researches[0].age_seconds", greaterThanOrEqualTo(0f))
                .body("active_researches[0].waiting_reason", nullValue())
                .body("active_researches[1].waiting_reason", equalTo("waiting for a training worker, 0 ahead"))
                .body("workers.training.total", equalTo(1))
                .body("workers.training.busy", equalTo(1))
                .body("capacity.active", equalTo(2))
                .body("capacity.limit", equalTo(3));
    }

    @Test
    void workers_are_those_of_the_registry() {
        trainingWorkers("t1");
        get("/api/v1/workers")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].worker_id", equalTo("t1"))
                .body("items[0].worker_type", equalTo("training"))
                .body("items[0].state", equalTo("idle"))
                .body("items[0].lost", equalTo(false))
                .body("items[0].drained", equalTo(false))
                .body("items[0].url", notNullValue())
                .body("items[0].current_operation_id", nullValue());
    }

    @Test
    void without_the_registry_there_is_no_list_of_workers() {
        registry.goesDown();
        get("/api/v1/workers").statusCode(503).body("code", equalTo("unavailable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/agent/status", "/api/v1/workers", "/api/v1/operations", "/api/v1/datasets"})
    void unknown_filters_are_refused(String path) {
        get(path + "?colour=red")
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("violations[0].field", equalTo("colour"));
    }
}
