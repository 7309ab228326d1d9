package io.ktrdr.coordinator.task;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.agent.ScriptedWork;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks of the pool from submission to end. */
@QuarkusTest
@TestProfile(ScriptedAgents.class)
class TasksTest extends CoordinatorTest {
    private static final String HEARTBEAT = "{\"task_type\": \"heartbeat\"}";

    @Inject
    ScriptedWork agents;

    @AfterEach
    void all_adds_up() {
        loop.standsStill();
        assertNothingFound();
    }

    private static ValidatableResponse trySubmit(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/tasks")
                .then();
    }

    private static String submit(String body) {
        return trySubmit(body).statusCode(202).extract().path("operation_id");
    }

    private static String submit(String type, String payload) {
        return submit("{\"task_type\": \"" + type + "\", \"payload\": " + payload + "}");
    }

    private static ValidatableResponse task(String id) {
        return get("/api/v1/tasks/" + id).statusCode(200);
    }

    private static void waits(String id, String reason) {
        task(id).body("status", equalTo("pending")).body("waiting_reason", equalTo(reason));
    }

    private String attemptOf(String task, int number) {
        String id = database.text("SELECT id FROM operation WHERE parent_id = ? AND attempt = ?", task, number);
        assertNotEquals(null, id, () -> task + " has no attempt " + number);
        return String.valueOf(id);
    }

    private void fails(String task, int attempt, String why) {
        agents.fails(attemptOf(task, attempt), FailureClass.WORKER, why);
        loop.turn();
    }

    private static void resize(int size) {
        given().contentType(ContentType.JSON)
                .body(Map.of("size", size))
                .put("/api/v1/pool")
                .then()
                .statusCode(200);
    }

    @Test
    void from_submission_to_result() {
        String id = submit(
                "{\"task_type\": \"heartbeat\", \"payload\": {\"agent_id\": \"agent-3\"}, \"priority\": \"P0\"}");
        task(id).body("status", equalTo("pending"))
                .body("priority", equalTo("P0"))
                .body("payload.agent_id", equalTo("agent-3"))
                .body("waiting_reason", equalTo("waiting for an agent, 0 ahead"))
                .body("attempt", equalTo(0))
                .body("started_at", nullValue());
        loop.turn();
        task(id).body("status", equalTo("running"))
                .body("agent_id", equalTo("agent-1"))
                .body("waiting_reason", nullValue())
                .body("started_at", notNullValue());
        assertEquals(id, agents.specOf(attemptOf(id, 1)).path("task_id").asText());
        agents.completes(attemptOf(id, 1), "{\"well\": true}");
        loop.turn();
        task(id).body("status", equalTo("completed")).body("result.well", equalTo(true));
        show(id).body("operation_type", equalTo("heartbeat")).body("phase", nullValue());
        get("/api/v1/operations/" + id + "/children")
                .body("items.status", contains("completed"))
                .body("items.agent_id", contains("agent-1"));
        get("/api/v1/operations/" + id + "/events")
                .body(
                        "items.type",
                        contains("task.submitted", "task_attempt.started", "task_attempt.completed", "task.completed"));
        get("/api/v1/tasks?task_type=heartbeat&status=completed").body("items.operation_id", contains(id));
        get("/api/v1/tasks?status=pending").body("items", empty());
    }

    @Test
    void another_agent_takes_what_one_has_failed_until_three_have() {
        String id = submit(HEARTBEAT);
        loop.turn();
        fails(id, 1, "first reason");
        task(id).body("status", equalTo("running")).body("attempt", equalTo(2));
        fails(id, 2, "second reason");
        fails(id, 3, "third reason");
        task(id).body("status", equalTo("failed"))
                .body(
                        "error_message",
                        equalTo(
                                "The heartbeat task failed 3 times: (attempt 1, on agent-1) first reason; (attempt 2, on"
                                        + " agent-2) second reason; (attempt 3, on agent-3) third reason"));
    }

    @Test
    void an_agent_that_failed_gets_nothing_until_it_has_cooled_down() {
        resize(2);
        String first = submit(HEARTBEAT);
        loop.turn();
        fails(first, 1, "broken");
        get("/api/v1/agents")
                .body("items.agent_id", contains("agent-1", "agent-2"))
                .body("items.state", contains("degraded", "busy"))
                .body("items[0].last_error", equalTo("broken"))
                .body("items[0].failed", equalTo(1))
                .body("items[0].degraded_until", notNullValue());
        String second = submit(HEARTBEAT);
        loop.turn();
        waits(second, "waiting for an agent, 0 ahead");
        database.sql("UPDATE operation SET finished_at = now() - interval '31 s' WHERE id = ?", attemptOf(first, 1));
        loop.turn();
        task(second).body("status", equalTo("running")).body("agent_id", equalTo("agent-1"));
        get("/api/v1/agents").body("items.state", contains("busy", "busy"));
    }

    @Test
    void who_failed_a_task_gets_it_again_when_there_is_nobody_else() {
        resize(1);
        String id = submit(HEARTBEAT);
        loop.turn();
        fails(id, 1, "broken");
        task(id).body("attempt", equalTo(2)).body("agent_id", equalTo("agent-1"));
        agents.completes(attemptOf(id, 2), "{}");
        loop.turn();
        task(id).body("status", equalTo("completed"));
    }

    @Test
    void an_agent_taken_for_failed_by_hand_loses_its_attempt_to_another_one() {
        String id = submit(HEARTBEAT);
        loop.turn();
        String lost = attemptOf(id, 1);
        agents.agentAt(lost);
        post("/api/v1/agents/agent-1/fail", Map.of("reason", "it babbles"))
                .statusCode(200)
                .body("state", equalTo("degraded"))
                .body("last_error", equalTo("it babbles"));
        loop.turn();
        agents.isLeft(lost);
        task(id).body("attempt", equalTo(2)).body("agent_id", equalTo("agent-2"));
        show(lost).body("status", equalTo("failed")).body("error_message", equalTo("it babbles"));
        post("/api/v1/agents/agent-9/fail", null).statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void the_pool_is_resized_while_it_works() {
        List<String> ids = List.of(submit(HEARTBEAT), submit(HEARTBEAT), submit(HEARTBEAT), submit(HEARTBEAT));
        String fifth = submit(HEARTBEAT);
        loop.turn();
        get("/api/v1/pool")
                .body("size", equalTo(4))
                .body("busy", equalTo(4))
                .body("idle", equalTo(0))
                .body("pending_tasks", equalTo(1));
        resize(5);
        loop.turn();
        task(fifth).body("agent_id", equalTo("agent-5"));
        resize(1);
        loop.turn();
        get("/api/v1/agents").body("items.state", contains("busy", "leaving", "leaving", "leaving", "leaving"));
        agents.completes(attemptOf(ids.get(2), 1), "{}");
        loop.turn();
        task(ids.get(2)).body("status", equalTo("completed"));
        get("/api/v1/agents").body("items", hasSize(4));
        String sixth = submit(HEARTBEAT);
        loop.turn();
        waits(sixth, "waiting for an agent, 0 ahead");
    }

    @Test
    void a_pool_has_one_to_sixteen_agents() {
        for (String size : List.of("0", "-1", "null", "\"x\"")) {
            given().contentType(ContentType.JSON)
                    .body("{\"size\": " + size + "}")
                    .put("/api/v1/pool")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid_request"));
        }
        given().contentType(ContentType.JSON)
                .body("{\"size\": 17}")
                .put("/api/v1/pool")
                .then()
                .statusCode(429)
                .body("code", equalTo("pool_full"))
                .body("limit", equalTo(16));
        get("/api/v1/pool").body("size", equalTo(4)).body("max_size", equalTo(16));
    }

    @Test
    void agents_have_handles_of_their_own_and_a_collision_is_found() {
        resize(16);
        loop.turn();
        List<Map<String, String>> all = get("/api/v1/agents").extract().path("items");
        Set<String> handles = new HashSet<>();
        for (String handle : List.of("context_window_id", "tool_session_id", "memory_handle_id")) {
            all.forEach(agent -> handles.add(agent.get(handle)));
        }
        assertEquals(48, handles.size());
        get("/api/v1/agents/isolation")
                .body("isolated", equalTo(true))
                .body("agents", equalTo(16))
                .body("collisions", empty());
        database.sql("UPDATE agent SET memory_handle_id = 'mem_shared' WHERE number IN (2, 7)");
        get("/api/v1/agents/isolation")
                .body("isolated", equalTo(false))
                .body("collisions.handle", contains("memory_handle_id"))
                .body("collisions.value", contains("mem_shared"))
                .body("collisions[0].agent_ids", contains("agent-2", "agent-7"));
    }

    @Test
    void handles_are_new_when_another_coordinator_takes_over() {
        loop.turn();
        String before = database.text("SELECT context_window_id FROM agent WHERE number = 1");
        loop.turn();
        assertEquals(before, database.text("SELECT context_window_id FROM agent WHERE number = 1"));
        anotherOneTakesOver();
        loop.turn();
        assertNotEquals(before, database.text("SELECT context_window_id FROM agent WHERE number = 1"));
    }

    private void anotherOneTakesOver() {
        database.sql(
                "UPDATE leader_lease SET holder = 'another', epoch = epoch + 1, expires_at = now() - interval '1 s'");
    }

    @Test
    void five_hundred_at_once_and_a_hundred_get_a_place() throws Exception {
        List<Integer> answers = atOnce(500, i -> trySubmit(HEARTBEAT).extract().statusCode());
        assertEquals(100, answers.stream().filter(code -> code == 202).count());
        assertEquals(400, answers.stream().filter(code -> code == 429).count());
        assertEquals(100, database.number("SELECT count(*) FROM operation WHERE type = 'heartbeat'"));
        trySubmit(HEARTBEAT)
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("queue_full"))
                .body("active", equalTo(100))
                .body("limit", equalTo(100));
        // researches have places of their own, and are first in line
        String research = trigger("not held up by tasks");
        loop.turn();
        assertEquals("running", statusOf(child(research, "agent_design")));
        assertEquals(
                97, database.number("SELECT count(*) FROM operation WHERE subject = 'task' AND status = 'pending'"));
        assertEquals(
                3,
                List.of(submit(HEARTBEAT), submit(HEARTBEAT), submit(HEARTBEAT)).size());
        trySubmit(HEARTBEAT).statusCode(429);
    }

    @Test
    void the_same_key_is_the_same_task() {
        String first = given().contentType(ContentType.JSON)
                .header("Idempotency-Key", "k1")
                .body(HEARTBEAT)
                .post("/api/v1/tasks")
                .path("operation_id");
        given().contentType(ContentType.JSON)
                .header("Idempotency-Key", "k1")
                .body(HEARTBEAT)
                .post("/api/v1/tasks")
                .then()
                .statusCode(202)
                .body("operation_id", equalTo(first));
        given().contentType(ContentType.JSON)
                .header("Idempotency-Key", "k1")
                .body("{\"task_type\": \"discovery\"}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency_key_reused"));
        assertEquals(1, database.number("SELECT count(*) FROM operation"));
    }

    @Test
    void a_task_begins_when_all_it_depends_on_is_completed() {
        String first = submit(HEARTBEAT);
        String second = submit(HEARTBEAT);
        String after =
                submit("{\"task_type\": \"heartbeat\", \"depends_on\": [\"%s\", \"%s\"]}".formatted(first, second));
        loop.turn();
        List<String> both = List.of(first, second).stream().sorted().toList();
        waits(after, "waiting for " + String.join(", ", both) + " to be completed");
        agents.completes(attemptOf(first, 1), "{}");
        loop.turn();
        waits(after, "waiting for " + second + " to be completed");
        agents.completes(attemptOf(second, 1), "{}");
        loop.turnUntilQuietWithAgentsAtWork();
        task(after).body("status", equalTo("running")).body("depends_on", contains(both.toArray()));
    }

    @Test
    void a_task_fails_with_what_it_depends_on() {
        String first = submit(HEARTBEAT);
        String second = submit("{\"task_type\": \"heartbeat\", \"depends_on\": [\"" + first + "\"]}");
        String third = submit("{\"task_type\": \"heartbeat\", \"depends_on\": [\"" + second + "\"]}");
        loop.turn();
        cancel(first);
        loop.turnUntilQuietWithAgentsAtWork();
        task(second)
                .body("status", equalTo("failed"))
                .body("error_message", equalTo("Dependency " + first + " was not completed"));
        task(third).body("status", equalTo("failed"));
        trySubmit("{\"task_type\": \"heartbeat\", \"depends_on\": [\"op_nosuchthing\"]}")
                .statusCode(400)
                .body("detail", equalTo("depends_on: there is no operation op_nosuchthing"));
    }

    @Test
    void researches_go_before_tasks_and_urgent_tasks_before_others() {
        resize(1);
        String late = submit("{\"task_type\": \"heartbeat\", \"priority\": \"P2\"}");
        String urgent = submit("{\"task_type\": \"heartbeat\", \"priority\": \"P0\"}");
        String research = trigger("first of all");
        loop.turn();
        assertEquals("agent-1", agents.agentAt(child(research, "agent_design")));
        waits(urgent, "waiting for an agent, 0 ahead");
        waits(late, "waiting for an agent, 1 ahead");
        get("/api/v1/tasks")
                .body(
                        "items.find { it.operation_id == '" + late + "' }.waiting_reason",
                        equalTo("waiting for an agent, 1 ahead"));
    }

    @Test
    void a_preferred_agent_gets_the_task_when_it_is_free_and_another_one_does_otherwise() {
        String first = submit("{\"task_type\": \"heartbeat\", \"preferred_agent_id\": \"agent-3\"}");
        String second = submit("{\"task_type\": \"heartbeat\", \"preferred_agent_id\": \"agent-3\"}");
        loop.turn();
        task(first).body("agent_id", equalTo("agent-3"));
        task(second).body("agent_id", equalTo("agent-1"));
    }

    @Test
    void tasks_that_need_a_service_wait_for_it_and_all_others_go_on() {
        String discovery = submit("discovery", "{}");
        String migration = submit("migration", "{}");
        String heartbeat = submit(HEARTBEAT);
        loop.turn();
        waits(discovery, "waiting for the discovery service, which is down");
        waits(migration, "waiting for the discovery service, which is down");
        task(heartbeat).body("status", equalTo("running"));
        get("/api/v1/operations/" + discovery + "/events").body("items.type", hasItems("task.waiting"));
        database.sql("INSERT INTO service (name, source, last_success) VALUES ('discovery', '/data', now())"
                + " ON CONFLICT (name) DO UPDATE SET last_success = now()");
        loop.turn();
        task(discovery).body("status", equalTo("running"));
        task(migration).body("status", equalTo("running"));
    }

    @Test
    void a_task_that_triggers_a_research_waits_for_room_and_blames_nobody() {
        String active = trigger("the only one there may be");
        String task = submit("research", "{\"brief\": \"next\"}");
        loop.turn();
        waits(task, "waiting for capacity, 0 ahead");
        cancel(active);
        loop.turn();
        String attempt = attemptOf(task, 1);
        agents.fails(attempt, FailureClass.DEFERRED, "somebody was faster");
        String faster = trigger("somebody");
        loop.turn();
        task(task).body("status", equalTo("running")).body("waiting_reason", equalTo("waiting for capacity, 0 ahead"));
        get("/api/v1/agents").body("items.state", hasItems("idle")).body("items.failed", contains(0, 0, 0, 0));
        cancel(faster);
        loop.turn();
        agents.completes(attemptOf(task, 2), "{\"research_id\": \"op_x\"}");
        loop.turn();
        task(task).body("status", equalTo("completed"));
    }

    @Test
    void cancelled_before_and_while_an_agent_has_it() {
        String pending = submit(HEARTBEAT);
        cancel(pending);
        task(pending).body("status", equalTo("cancelled")).body("waiting_reason", nullValue());
        String running = submit(HEARTBEAT);
        loop.turn();
        String attempt = attemptOf(running, 1);
        agents.agentAt(attempt);
        cancel(running);
        loop.turn();
        agents.isLeft(attempt);
        task(running).body("status", equalTo("cancelled"));
        show(attempt).body("status", equalTo("cancelled"));
        post("/api/v1/operations/" + running + "/cancel", null).statusCode(409);
        assertNull(database.text("SELECT 1 FROM operation WHERE subject = 'task' AND status = 'pending'"));
    }

    @Test
    void a_new_leader_starts_again_what_agents_were_at() {
        String id = submit(HEARTBEAT);
        loop.turn();
        String orphan = attemptOf(id, 1);
        agents.agentAt(orphan);
        anotherOneTakesOver();
        loop.turn();
        show(orphan)
                .body("status", equalTo("failed"))
                .body("error_message", equalTo("Orphaned by coordinator restart"));
        agents.completes(attemptOf(id, 2), "{}");
        loop.turn();
        task(id).body("status", equalTo("completed"));
        get("/api/v1/agents").body("items.state", contains("idle", "idle", "idle", "idle"));
    }

    @Test
    void what_cannot_be_a_task_is_refused_with_the_field() {
        invalid("{}", "task_type");
        invalid("{\"task_type\": \"agent_research\"}", "task_type");
        invalid("{\"task_type\": \"heartbeat\", \"payload\": [1]}", "payload");
        invalid("{\"task_type\": \"heartbeat\", \"payload\": {\"agent_id\": \"\\u0000\"}}", "payload");
        invalid("{\"task_type\": \"heartbeat\", \"priority\": \"P9\"}", "priority");
        invalid("{\"task_type\": \"heartbeat\", \"preferred_agent_id\": \"bob\"}", "preferred_agent_id");
        invalid("{\"task_type\": \"heartbeat\", \"depends_on\": [\"x\"]}", "depends_on");
        trySubmit("{\"task_type\": \"general\", \"payload\": {\"prompt\": \"" + "x".repeat(17_000) + "\"}}")
                .statusCode(413)
                .body("code", equalTo("payload_too_large"));
        assertEquals(0, database.number("SELECT count(*) FROM operation"));
        get("/api/v1/tasks/op_nosuchtask").statusCode(404);
        get("/api/v1/tasks?status=asleep").statusCode(400);
        String research = trigger("is no task");
        get("/api/v1/tasks/" + research).statusCode(404);
        post("/api/v1/operations/" + submit(HEARTBEAT) + "/retry", null).statusCode(400);
    }

    private static void invalid(String body, String field) {
        trySubmit(body)
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("violations.field", hasItems(field));
    }
}
