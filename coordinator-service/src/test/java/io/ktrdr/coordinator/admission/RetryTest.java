package io.ktrdr.coordinator.admission;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInRelativeOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Researches that are over and done once more, by hand. */
@QuarkusTest
class RetryTest extends CoordinatorTest {
    @BeforeEach
    void aPool() {
        trainingWorkers("t1", "t2", "t3");
        backtestWorkers("b1");
        loop.turn();
    }

    private static ValidatableResponse tryRetry(String id, Map<String, ?> body) {
        return post("/api/v1/operations/" + id + "/retry", body);
    }

    private static String retry(String id, Map<String, ?> body) {
        return tryRetry(id, body).statusCode(202).extract().path("operation_id");
    }

    private static ValidatableResponse withKey(String key, String id, Object body) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/api/v1/operations/" + id + "/retry")
                .then();
    }

    private long researches() {
        return database.number("SELECT count(*) FROM operation WHERE type = 'agent_research'");
    }

    private String specOf(String claim) {
        return String.valueOf(database.text("SELECT spec FROM operation WHERE id = ?", claim));
    }

    /** Designed and trained; its backtest failed. */
    private String failedInBacktesting() {
        String id = inTraining("Explore RSI variations");
        completes(id, "training", TRAINED);
        loop.turnUntilQuiet();
        fails(id, "backtesting", FailureClass.JOB, "no trades");
        loop.turnUntilQuiet();
        assertEquals("failed", statusOf(id));
        return id;
    }

    private void finishes(String id) {
        for (String phase = phaseOf(id); !statusOf(id).equals("completed"); phase = phaseOf(id)) {
            completes(id, phase, phase.equals("training") ? TRAINED : BACKTESTED);
            loop.turnUntilQuiet();
        }
    }

    private String everythingOf(String id) {
        return String.valueOf(database.text(
                "SELECT string_agg(o::text, E'\\n' ORDER BY o.id) FROM operation o WHERE ? IN (o.id, o.parent_id)",
                id));
    }

    @Test
    void everything_is_done_again_as_a_new_research_with_the_same_request() {
        String old = failedInBacktesting();
        String before = everythingOf(old);
        String id = post("/api/v1/operations/" + old + "/retry", null)
                .statusCode(202)
                .body("status", equalTo("pending"))
                .extract()
                .path("operation_id");
        show(id).body("retry_of", equalTo(old))
                .body("phase", equalTo("idle"))
                .body("brief", equalTo("Explore RSI variations"));
        loop.turnUntilQuiet();
        finishes(id);
        assertEquals(before, everythingOf(old), "what is over stays as it ended");
        assertNotEquals(child(old, "training"), child(id, "training"));
        assertEquals(specOf(child(old, "training")), specOf(child(id, "training")));
        assertEquals(
                database.text("SELECT request FROM operation WHERE id = ?", old),
                database.text("SELECT request FROM operation WHERE id = ?", id));
    }

    @Test
    void from_backtesting_on_the_design_and_the_training_are_taken_over() {
        String old = failedInBacktesting();
        int trainings = workers.starts(child(old, "training")).size();
        String id = retry(old, Map.of("from_phase", "backtesting"));
        show(id).body("phase", equalTo("training")).body("status", equalTo("pending"));
        loop.turnUntilQuiet();
        StartJob again = started(child(id, "backtesting"));
        assertEquals(1, again.attempt());
        assertEquals(specOf(child(old, "backtesting")), again.spec());
        completes(id, "backtesting", BACKTESTED);
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("completed"))
                .body("result.training.accuracy", equalTo(0.55f))
                .body("result.backtest.trades", equalTo(9))
                .body("result.artifacts.model", equalTo("m"));
        assertEquals(trainings, workers.starts(child(old, "training")).size());
        assertEquals(List.of(), workers.starts(child(id, "training")));
        get("/api/v1/operations/" + id + "/children")
                .body("items.operation_type", contains("agent_design", "training", "backtesting", "agent_assessment"))
                .body("items.status", everyItem(equalTo("completed")))
                .body("items.attempt", everyItem(equalTo(1)))
                .body("items.worker_id", contains(null, null, "b1", null))
                .body("items.operation_id", not(hasItem(child(old, "training"))));
        get("/api/v1/operations/" + id + "/events")
                .body(
                        "items.type",
                        containsInRelativeOrder(
                                "research.triggered",
                                "research.designing",
                                "agent_design.completed",
                                "research.training",
                                "training.completed",
                                "research.backtesting",
                                "backtesting.completed",
                                "research.completed"))
                .body("items[0].detail.retry_of", equalTo(old))
                .body("items[0].detail.from_phase", equalTo("backtesting"))
                .body(
                        "items.find { it.type == 'training.completed' }.detail.taken_over_from",
                        equalTo(child(old, "training")));
        get("/api/v1/audit").statusCode(200).body("findings", empty());
    }

    @Test
    void from_training_on_only_the_design_is_taken_over() {
        String old = failedInBacktesting();
        String id = retry(old, Map.of("from_phase", "training"));
        loop.turnUntilQuiet();
        show(id).body("phase", equalTo("training")).body("strategy_name", equalTo(strategyOf(old)));
        assertEquals(
                specOf(child(old, "training")), started(child(id, "training")).spec());
        finishes(id);
        assertEquals(
                child(old, "agent_design"),
                database.text(
                        "SELECT detail ->> 'taken_over_from' FROM operation_event WHERE operation_id = ?"
                                + " AND type = 'agent_design.completed'",
                        child(id, "agent_design")));
    }

    private static String strategyOf(String id) {
        return show(id).extract().path("strategy_name");
    }

    @Test
    void from_assessing_on_nothing_is_computed_again() {
        String old = inTraining("poor");
        completes(old, "training", REJECTED);
        loop.turnUntilQuiet();
        int starts = workers.starts().size();
        String id = retry(old, Map.of("from_phase", "assessing"));
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("completed"))
                .body("result.backtest", nullValue())
                .body("result.gates[0].passed", equalTo(false));
        assertEquals(starts, workers.starts().size());
    }

    @Test
    void a_retry_can_be_retried() {
        String old = failedInBacktesting();
        String again = retry(old, Map.of("from_phase", "backtesting"));
        loop.turnUntilQuiet();
        fails(again, "backtesting", FailureClass.JOB, "no trades");
        loop.turnUntilQuiet();
        String third = retry(again, Map.of("from_phase", "backtesting"));
        loop.turnUntilQuiet();
        finishes(third);
        show(third).body("retry_of", equalTo(again));
    }

    @Test
    void waiting_for_a_worker_it_stands_where_its_results_end() {
        String old = failedInBacktesting();
        inTraining("busy");
        registry.startOver();
        backtestWorkers("b1");
        String id = retry(old, Map.of("from_phase", "training", "force", true));
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("running"))
                .body("phase", equalTo("designing"))
                .body("waiting_reason", equalTo(NO_TRAINING_WORKER));
    }

    // ---- what is refused -----------------------------------------------------------------------------------------

    @Test
    void an_unknown_operation_is_not_found() {
        tryRetry("op_nobody1", Map.of()).statusCode(404).body("code", equalTo("not_found"));
        tryRetry("nonsense", Map.of()).statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void a_child_is_refused_with_its_research_and_its_phase() {
        String old = failedInBacktesting();
        tryRetry(child(old, "training"), Map.of())
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("violations[0].field", equalTo("id"))
                .body("violations[0].message", containsString("research " + old))
                .body("violations[0].message", containsString("from_phase training"));
    }

    @Test
    void what_still_runs_is_not_retried() {
        String running = inTraining("running");
        tryRetry(running, Map.of())
                .statusCode(409)
                .body("code", equalTo("illegal_state"))
                .body("detail", equalTo(running + " is running: only what is over can be retried"));
        assertEquals(1, researches());
    }

    @Test
    void a_phase_to_which_its_results_do_not_lead_is_refused_with_those_that_are_possible() {
        String old = inTraining("bad");
        fails(old, "training", FailureClass.JOB, "no such column");
        loop.turnUntilQuiet();
        tryRetry(old, Map.of("from_phase", "backtesting"))
                .statusCode(409)
                .body("code", equalTo("illegal_state"))
                .body(
                        "detail",
                        equalTo(old + " cannot be retried from backtesting: its results do not lead there; possible:"
                                + " designing, training"));
        assertEquals(1, researches());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"from_phase": "idle"}      | from_phase
            {"from_phase": "TRAINING"}  | from_phase
            {"from_phase": ""}          | from_phase
            {"from_phase": 1}           | from_phase
            {"requested_by": ""}        | requested_by
            {"phase": "training"}       | phase
            {"force": "yes"}            | force
            """)
    void a_request_that_cannot_be_understood_names_what_is_wrong(String body, String field) {
        String old = failedInBacktesting();
        String before = database.everything();
        withKey("k1", old, body).statusCode(400).body("violations.field", hasItem(field));
        assertEquals(before, database.everything());
    }

    // ---- admission -----------------------------------------------------------------------------------------------

    @Test
    void capacity_queue_and_force_are_those_of_a_trigger() {
        String old = failedInBacktesting();
        for (int i = 0; i < 5; i++) {
            trigger("filling");
        }
        tryRetry(old, Map.of())
                .statusCode(429)
                .body("code", equalTo("at_capacity"))
                .body("limit", equalTo(5));
        String queued = retry(old, Map.of("queue", true, "from_phase", "backtesting"));
        assertEquals("waiting for capacity, 0 ahead", waitingReasonOf(queued));
        String forced = retry(old, Map.of("force", true, "requested_by", "ada"));
        show(forced).body("forced_by", equalTo("ada")).body("retry_of", equalTo(old));
    }

    @Test
    void the_same_key_is_the_same_retry_and_no_other_request() throws Exception {
        String old = failedInBacktesting();
        Map<String, String> body = Map.of("from_phase", "training");
        Set<String> ids = new HashSet<>(atOnce(
                5, i -> withKey("k1", old, body).statusCode(202).extract().<String>path("operation_id")));
        assertEquals(1, ids.size());
        assertEquals(2, researches());
        withKey("k1", old, Map.of()).statusCode(422).body("code", equalTo("idempotency_key_reused"));
        given().contentType(ContentType.JSON)
                .header("Idempotency-Key", "k1")
                .body(body)
                .post("/api/v1/operations/" + ids.iterator().next() + "/retry")
                .then()
                .statusCode(409);
    }
}
