package io.ktrdr.coordinator.readiness;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom to be completed: researches and tasks alike, one by one and in batches. */
@QuarkusTest
class DependenciesTest extends CoordinatorTest {
    @AfterEach
    void all_adds_up() {
        loop.standsStill();
        assertNothingFound();
    }

    private static String research(String policy, String... after) {
        return tryTrigger(Map.of("brief", "after", "depends_on", List.of(after), "on_dependency_failure", policy))
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    private static String task(String policy, String... after) {
        return post(
                        "/api/v1/tasks",
                        Map.of("task_type", "heartbeat", "depends_on", List.of(after), "on_dependency_failure", policy))
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    private void failsInTraining(String id) {
        loop.turnUntilQuiet();
        fails(id, "training", FailureClass.JOB, "as the test asked");
        loop.turnUntilQuiet();
        assertEquals("failed", statusOf(id));
    }

    // ---- one by one ----------------------------------------------------------------------------------------------

    @Test
    void it_begins_when_all_that_it_depends_on_is_completed_and_is_not_active_before() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        String first = trigger("first");
        String second = research("fail", first);
        String third = task("fail", first, second);
        loop.turnUntilQuiet();
        show(second)
                .body("status", equalTo("pending"))
                .body("depends_on", contains(first))
                .body("waiting_reason", equalTo("waiting for " + first + " to be completed"));
        show(third).body("waiting_reason", containsString(second));
        get("/api/v1/agent/status").body("capacity.active", equalTo(1)).body("capacity.queued", equalTo(1));
        completes(first, "training", TRAINED);
        loop.turnUntilQuiet();
        completes(first, "backtesting", BACKTESTED);
        loop.turnUntilQuiet();
        assertEquals("training", phaseOf(second));
        show(third).body("waiting_reason", equalTo("waiting for " + second + " to be completed"));
        completes(second, "training", REJECTED);
        loop.turnUntilQuiet();
        statusesAre("completed", List.of(first, second, third));
    }

    @Test
    void a_dependant_fails_is_skipped_or_runs_as_asked() {
        trainingWorkers("t1");
        String broken = trigger("broken");
        List<String> fail = List.of(research("fail", broken), task("fail", broken));
        List<String> skip = List.of(research("skip", broken), task("skip", broken));
        String run = task("run", broken);
        String afterSkipped = task("run", skip.getFirst());
        String afterFailed = task("skip", fail.getFirst());
        failsInTraining(broken);
        statusesAre("failed", fail);
        statusesAre("cancelled", skip);
        assertEquals("completed", statusOf(run));
        assertEquals("completed", statusOf(afterSkipped));
        assertEquals("cancelled", statusOf(afterFailed));
        for (String id : List.of(fail.getFirst(), fail.getLast(), skip.getFirst(), skip.getLast(), afterFailed)) {
            show(id).body("error_code", equalTo("dependency_failed"))
                    .body("error_message", containsString("was not completed"));
        }
    }

    @Test
    void a_research_that_runs_whatever_became_of_the_others_waits_for_their_end_all_the_same() {
        trainingWorkers("t1");
        String broken = trigger("broken");
        String other = trigger("other");
        String run = research("run", broken, other);
        loop.turnUntilQuiet();
        cancel(broken);
        loop.turnUntilQuiet();
        assertEquals("waiting for " + other + " to be completed", waitingReasonOf(run));
        cancel(other);
        loop.turnUntilQuiet();
        assertEquals("training", phaseOf(run));
        cancel(run);
    }

    @Test
    void one_that_is_cancelled_was_not_completed_either() {
        String first = trigger("first");
        String second = research("skip", first);
        loop.turnUntilQuiet();
        cancel(first);
        loop.turnUntilQuiet();
        show(second).body("status", equalTo("cancelled")).body("error_code", equalTo("dependency_failed"));
    }

    @Test
    void what_is_over_already_is_not_waited_for() {
        String done = task("fail");
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(done));
        String second = research("fail", done);
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(second));
    }

    @Test
    void a_dependency_that_there_is_not_or_a_policy_that_there_is_not_is_refused() {
        tryTrigger(Map.of("brief", "x", "depends_on", List.of("op_nobody00")))
                .statusCode(400)
                .body("detail", containsString("there is no operation op_nobody00"));
        tryTrigger(Map.of("brief", "x", "on_dependency_failure", "ignore"))
                .statusCode(400)
                .body("violations.field", contains("on_dependency_failure"));
        assertEquals(0, database.number("SELECT count(*) FROM operation"));
    }

    // ---- batches -------------------------------------------------------------------------------------------------

    private static Map<String, Object> research(String name, List<String> after) {
        return Map.of("name", name, "brief", "of a batch", "depends_on", after);
    }

    private static Map<String, Object> task(String name, List<String> after) {
        return Map.of("name", name, "task_type", "heartbeat", "depends_on", after);
    }

    @SafeVarargs
    private static ValidatableResponse batch(String key, Map<String, Object>... operations) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(Map.of("operations", List.of(operations)))
                .post("/api/v1/operations/batch")
                .then();
    }

    private static Map<String, String> ids(ValidatableResponse accepted) {
        Map<String, String> ids = new HashMap<>();
        List<Map<String, String>> items = accepted.statusCode(202).extract().path("items");
        items.forEach(item -> ids.put(item.get("name"), item.get("operation_id")));
        return ids;
    }

    @Test
    void a_batch_is_a_graph_that_runs_in_its_order() {
        trainingWorkers("t1");
        String before = task("fail");
        Map<String, String> ids = ids(batch(
                "k1",
                task("last", List.of("left", "right")),
                research("left", List.of("first")),
                task("right", List.of("first", before)),
                task("first", List.of())));
        get("/api/v1/operations/" + ids.get("left") + "/graph")
                .statusCode(200)
                .body("nodes", hasSize(5))
                .body(
                        "nodes.operation_id",
                        containsInAnyOrder(
                                before, ids.get("first"), ids.get("left"), ids.get("right"), ids.get("last")))
                .body("nodes.operation_id[4]", equalTo(ids.get("last")))
                .body("edges", hasSize(5))
                .body("nodes.waiting_reason", hasItem("waiting for " + ids.get("first") + " to be completed"))
                .body("truncated", equalTo(false));
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(String.valueOf(ids.get("right"))));
        assertEquals("training", phaseOf(String.valueOf(ids.get("left"))));
        assertEquals("pending", statusOf(String.valueOf(ids.get("last"))));
        completes(String.valueOf(ids.get("left")), "training", REJECTED);
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(String.valueOf(ids.get("last"))));
        get("/api/v1/operations/op_nobody00/graph").statusCode(404);
    }

    @Test
    void a_field_of_a_batch_that_is_null_is_not_given() {
        Map<String, Object> research = new HashMap<>(research("a", List.of()));
        research.put("payload", null);
        research.put("task_type", null);
        Map<String, Object> task = new HashMap<>(task("b", List.of()));
        task.put("brief", null);
        task.put("seed", null);
        batch("k0", research, task).statusCode(202);
    }

    @Test
    void the_same_key_again_is_the_same_batch_and_another_batch_under_it_is_refused() {
        Map<String, String> ids = ids(batch("k2", task("a", List.of()), task("b", List.of("a"))));
        assertEquals(ids, ids(batch("k2", task("a", List.of()), task("b", List.of("a")))));
        batch("k2", task("a", List.of())).statusCode(422).body("code", equalTo("idempotency_key_reused"));
        assertEquals(2, database.number("SELECT count(*) FROM operation WHERE parent_id IS NULL"));
    }

    @Test
    void a_circle_is_refused_and_named_and_nothing_is_taken_in() {
        batch("k3", task("a", List.of("c")), task("b", List.of("a")), research("c", List.of("b")), task("d", List.of()))
                .statusCode(400)
                .body("detail", containsString("a -> c -> b -> a"));
        batch("k4", task("a", List.of("a"))).statusCode(400).body("detail", containsString("a -> a"));
        assertEquals(0, database.number("SELECT count(*) FROM operation"));
    }

    @Test
    void all_of_a_batch_or_nothing() {
        batch("k5", task("a", List.of()), research("b", List.of("op_nobody00")))
                .statusCode(400)
                .body("detail", containsString("op_nobody00"));
        batch(
                        "k6",
                        task("a", List.of("nobody")),
                        Map.of("name", "a", "brief", "x"),
                        Map.of("name", "both", "brief", "x", "task_type", "heartbeat"),
                        Map.of("name", "wrong", "task_type", "nothing", "priority", "P9"),
                        Map.of("name", "odd one", "brief", "x"),
                        Map.of("name", "seeded", "task_type", "heartbeat", "seed", 7))
                .statusCode(400)
                .body(
                        "violations.field",
                        containsInAnyOrder(
                                "operations[0].depends_on",
                                "operations[1].name",
                                "operations[2]",
                                "operations[3].task_type",
                                "operations[3].priority",
                                "operations[4].name",
                                "operations[5].seed"));
        Map<String, Object>[] many = java.util.stream.IntStream.range(0, 101)
                .mapToObj(i -> task("t" + i, List.of()))
                .toArray(Map[]::new);
        batch("k7", many).statusCode(400);
        batch("k8").statusCode(400);
        assertEquals(0, database.number("SELECT count(*) FROM operation"));
        loop.turnUntilQuiet();
    }

    @Test
    void a_batch_that_does_not_fit_into_the_line_is_refused_as_a_whole() {
        Map<String, Object>[] half = java.util.stream.IntStream.range(0, 60)
                .mapToObj(i -> task("t" + i, List.of()))
                .toArray(Map[]::new);
        batch("k9", half).statusCode(202);
        batch("k10", half).statusCode(429).body("code", equalTo("queue_full"));
        assertEquals(60, database.number("SELECT count(*) FROM operation WHERE parent_id IS NULL"));
    }

    // ---- rank ----------------------------------------------------------------------------------------------------

    @Test
    void a_priority_is_worth_a_quarter_of_an_hour_and_no_more() {
        String old = tryTrigger(Map.of("brief", "old", "priority", "P2", "force", true))
                .statusCode(202)
                .extract()
                .path("operation_id");
        String now = tryTrigger(Map.of("brief", "now", "priority", "P0", "force", true))
                .statusCode(202)
                .extract()
                .path("operation_id");
        assertEquals(now, database.text("SELECT id FROM operation WHERE parent_id IS NULL ORDER BY rank, id LIMIT 1"));
        assertEquals(
                1800,
                database.number("SELECT extract(epoch FROM rank - created_at)::int FROM operation WHERE id = ?", old));
        assertEquals(
                0,
                database.number("SELECT extract(epoch FROM rank - created_at)::int FROM operation WHERE id = ?", now));
    }
}
