package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class TaskCommandsTest extends CommandTest {
    private static final String SUBMIT = "POST /api/v1/tasks";
    private static final String SHOW = "GET /api/v1/operations/op_task1";
    private static final String ACCEPTED = """
            {"operation_id": "op_task1", "status": "pending", "message": "Task submitted"}""";

    private JsonNode sent() throws Exception {
        return json.readTree(coordinator.asked().getFirst().body());
    }

    private static String operation(String status, String more) {
        return """
                {"operation_id": "op_task1", "operation_type": "ingest", "status": "%s", "attempt": 1, "priority": "P1",
                 "created_at": "2026-01-02T03:04:05Z"%s}""".formatted(status, more);
    }

    private static String task(String more) {
        return """
                {"operation_id": "op_task1", "task_type": "ingest", "status": "running", "priority": "P0", "attempt": 2,
                 "depends_on": ["op_a", "op_b"], "on_dependency_failure": "skip",
                 "created_at": "2026-01-02T03:04:05Z"%s}""".formatted(more);
    }

    @Test
    void submit_prints_the_operation() throws Exception {
        coordinator.on(SUBMIT, 202, ACCEPTED);
        Run run = run("tasks", "submit", "heartbeat");
        assertEquals("Task submitted: op_task1\n", run.out());
        assertEquals(0, run.exitCode());
        assertEquals("heartbeat", sent().path("task_type").asText());
        assertTrue(sent().path("payload").isObject());
        assertTrue(sent().path("payload").isEmpty());
        assertTrue(sent().path("priority").isNull());
        assertFalse(coordinator.asked().getFirst().header("Idempotency-key").isEmpty());
    }

    @Test
    void everything_that_was_given_is_sent() throws Exception {
        coordinator.on(SUBMIT, 202, ACCEPTED);
        String[] all = {
            "tasks",
            "submit",
            "ingest",
            "--priority",
            "p0",
            "--after",
            "op_a,op_b",
            "--agent",
            "agent-2",
            "--idempotency-key",
            "mine"
        };
        assertEquals(0, run(all).exitCode());
        assertEquals("P0", sent().path("priority").asText());
        assertEquals("[\"op_a\",\"op_b\"]", sent().path("depends_on").toString());
        assertEquals("agent-2", sent().path("preferred_agent_id").asText());
        assertEquals("mine", coordinator.asked().getFirst().header("Idempotency-key"));
    }

    @Test
    void quietly_it_is_the_id_and_as_json_a_document() throws Exception {
        coordinator.on(SUBMIT, 202, ACCEPTED);
        assertEquals("op_task1\n", run("-q", "tasks", "submit", "heartbeat").out());
        JsonNode document =
                json.readTree(run("tasks", "submit", "heartbeat", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals("op_task1", document.path("operation_id").asText());
    }

    @Test
    void a_payload_is_put_together_of_a_file_and_fields(@TempDir Path folder) throws Exception {
        coordinator.on(SUBMIT, 202, ACCEPTED);
        Path file = Files.writeString(folder.resolve("payload.json"), "{\"symbol\": \"X\", \"deep\": {\"a\": [1]}}");
        Run run = run(
                "tasks",
                "submit",
                "ingest",
                "--payload",
                "@" + file,
                "-p",
                "symbol=BTC-USD",
                "-p",
                "limit=7",
                "-p",
                "force=true",
                "-p",
                "note=a = b",
                "-p",
                "zip=007",
                "-p",
                "text=\"7\"",
                "-p",
                "empty=");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(json.readTree("""
                        {"symbol": "BTC-USD", "deep": {"a": [1]}, "limit": 7, "force": true, "note": "a = b",
                         "zip": "007", "text": "7", "empty": ""}"""), sent().path("payload"));
    }

    @Test
    void what_is_no_payload_is_refused_before_anybody_is_asked(@TempDir Path folder) {
        for (List<String> wrong : List.of(
                List.of("--payload", "{\"a\": "),
                List.of("--payload", "{} {}"),
                List.of("--payload", "[1]"),
                List.of("--payload", ""),
                List.of("--payload", "@" + folder.resolve("none.json")),
                List.of("-p", "symbol"),
                List.of("-p", "=BTC"))) {
            Run run = run("tasks", "submit", "ingest", wrong.getFirst(), wrong.getLast());
            assertEquals(2, run.exitCode(), wrong.toString());
            assertEquals(1, run.errLines().size(), run.err());
        }
        assertEquals(2, run("tasks", "submit").exitCode());
        assertEquals(2, run("tasks", "submit", "ingest", "--priority", "P9").exitCode());
        assertEquals(List.of(), coordinator.asked());
    }

    @Test
    void a_full_queue_says_in_one_line_what_to_do() {
        coordinator.on(SUBMIT, 429, Bodies.problem(429, "queue_full", "full", "\"active\": 100", "\"limit\": 100"));
        Run run = run("tasks", "submit", "heartbeat");
        assertEquals(5, run.exitCode());
        assertEquals("", run.out());
        assertEquals(
                "Cannot submit: no place for another task (100 wait, limit is 100);"
                        + " try again when some have begun, or make room with 'ktrdr tasks cancel'\n",
                run.err());
    }

    @Test
    void other_refusals_are_told_as_they_are() {
        coordinator.on(
                SUBMIT,
                400,
                Bodies.problem(
                        400,
                        "invalid_request",
                        "bad",
                        "\"violations\": [{\"field\": \"payload.symbol\", \"message\": \"is required\"}]"));
        coordinator.on(SUBMIT, 402, Bodies.problem(402, "budget_exhausted", "Nothing is left of today's budget"));
        Run invalid = run("tasks", "submit", "ingest");
        assertEquals(2, invalid.exitCode());
        assertEquals("payload.symbol: is required\n", invalid.err());
        Run spent = run("tasks", "submit", "general");
        assertEquals(6, spent.exitCode());
        assertEquals("Nothing is left of today's budget\n", spent.err());
    }

    @Test
    void a_lost_answer_is_asked_for_again_with_the_same_key() {
        coordinator.cut(SUBMIT).on(SUBMIT, 202, ACCEPTED);
        assertEquals(0, run("tasks", "submit", "heartbeat").exitCode());
        assertEquals(
                1,
                coordinator.asked().stream()
                        .map(asked -> asked.header("Idempotency-key"))
                        .distinct()
                        .count());
        assertEquals(2, coordinator.asked().size());
    }

    @Test
    void waiting_says_what_for_and_prints_the_result() throws Exception {
        coordinator
                .on(SUBMIT, 202, ACCEPTED)
                .on(SHOW, 200, operation("pending", ", \"waiting_reason\": \"waiting for an agent, 2 ahead\""))
                .on(SHOW, 200, operation("completed", """
                        , "result": {"sha256": "abc", "bars": 7, "answer": "One.\\nTwo."}"""));
        Run run = run("tasks", "submit", "ingest", "--wait");
        assertEquals(0, run.exitCode());
        assertEquals(
                List.of("op_task1  pending: waiting for an agent, 2 ahead", "op_task1  completed"), run.errLines());
        assertEquals("""
                Task submitted: op_task1
                sha256  abc
                bars    7
                answer
                  One.
                  Two.
                """, run.out());
        JsonNode document = json.readTree(
                run("tasks", "submit", "ingest", "--wait", "--json").out());
        assertEquals(7, document.path("result").path("bars").asInt());
        assertEquals(
                "op_task1\n", run("-q", "tasks", "submit", "ingest", "--wait").out());
    }

    @Test
    void how_waiting_ended_is_told_by_the_exit_code() {
        coordinator.on(SUBMIT, 202, ACCEPTED).on(SHOW, 200, operation("running", ""));
        assertEquals(
                10,
                run("tasks", "submit", "ingest", "--wait", "--timeout", "1ms").exitCode());
        coordinator.on(SHOW, 200, operation("failed", ", \"error_message\": \"no such file\""));
        run("tasks", "submit", "ingest", "--wait");
        Run failed = run("tasks", "submit", "ingest", "--wait");
        assertEquals(8, failed.exitCode());
        assertEquals("Task failed: no such file", failed.errLines().getLast());
        coordinator.on(SHOW, 200, operation("cancelled", "")).on(SHOW, 200, operation("cancelled", ""));
        run("tasks", "submit", "ingest", "--wait");
        assertEquals(9, run("tasks", "submit", "ingest", "--wait").exitCode());
    }

    @Test
    void tasks_are_listed_with_their_filters() throws Exception {
        String page = "{\"items\": ["
                + task(", \"agent_id\": \"agent-3\", \"waiting_reason\": \"waiting for an agent, 0 ahead\"") + ","
                + task(", \"error_message\": \"no such file\"").replace("\"attempt\": 2", "\"attempt\": 0")
                + "], \"next_cursor\": \"c2\"}";
        coordinator.on("GET /api/v1/tasks?task_type=ingest&status=running&limit=10", 200, page);
        String[] list = {"tasks", "list", "--type", "ingest", "--status", "running", "--limit", "10"};
        Run run = run(list);
        assertEquals(
                List.of(
                        "ID        TYPE    STATUS   PRIORITY  ATTEMPT  AGENT    CREATED               NOTE",
                        "op_task1  ingest  running  P0        2        agent-3  2026-01-02T03:04:05Z"
                                + "  waiting for an agent, 0 ahead",
                        "op_task1  ingest  running  P0        0        -        2026-01-02T03:04:05Z  no such file"),
                run.outLines());
        assertEquals("More: --cursor c2\n", run.err());
        coordinator.on("GET /api/v1/tasks", 200, page);
        assertEquals("op_task1\nop_task1\n", run("-q", "tasks", "list").out());
        JsonNode document = json.readTree(run("tasks", "list", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals(2, document.path("items").size());
    }

    @Test
    void watched_tasks_are_shown_again_when_they_change() {
        String running = "{\"items\": [" + task("") + "]}";
        coordinator
                .on("GET /api/v1/tasks", 200, running)
                .on("GET /api/v1/tasks", 200, running.replace("running", "completed"))
                .on("GET /api/v1/tasks", 500, Bodies.problem(500, "internal", "broken"));
        Run run = run("tasks", "list", "--watch");
        assertEquals(1, run.exitCode());
        assertEquals(4, run.outLines().size(), run.out());
        assertTrue(run.outLines().get(1).contains("running"), run.out());
        assertTrue(run.outLines().get(3).contains("completed"), run.out());
    }

    @Test
    void a_task_is_shown_with_payload_attempts_and_result() throws Exception {
        coordinator
                .on("GET /api/v1/tasks/op_task1", 200, task("""
                        , "payload": {"symbol": "BTC-USD"}, "preferred_agent_id": "agent-1",
                         "result": {"files": ["a", "b"]}, "waiting_reason": "needs attention: no model answered\""""))
                .on("GET /api/v1/operations/op_task1/children", 200, """
                        {"items": [
                          {"operation_id": "op_try1", "operation_type": "ingest", "status": "failed", "attempt": 1,
                           "agent_id": "agent-1", "priority": "P0", "error_message": "ran out of memory",
                           "created_at": "2026-01-02T03:04:05Z", "started_at": "2026-01-02T03:04:06Z",
                           "finished_at": "2026-01-02T03:04:08Z"},
                          {"operation_id": "op_try2", "operation_type": "ingest", "status": "pending", "attempt": 2,
                           "priority": "P0", "created_at": "2026-01-02T03:04:09Z"}]}""");
        Run run = run("tasks", "show", "op_task1");
        assertEquals("""
                Task              op_task1
                Type              ingest
                Status            running
                Waiting           needs attention: no model answered
                Priority          P0
                After             op_a, op_b
                If not completed  skip
                Preferred         agent-1
                Created           2026-01-02T03:04:05Z

                Payload
                  symbol  BTC-USD

                Result
                  files  [ "a", "b" ]

                ATTEMPT  ID       AGENT    STATUS   RAN
                1        op_try1  agent-1  failed   2.00s  ran out of memory
                2        op_try2  -        pending  -
                """, run.out());
        JsonNode document =
                json.readTree(run("tasks", "show", "op_task1", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals("BTC-USD", document.path("payload").path("symbol").asText());
        assertEquals(
                "agent-1", document.path("attempts").get(0).path("agent_id").asText());
        assertEquals("op_task1\n", run("-q", "tasks", "show", "op_task1").out());
        assertEquals(3, run("tasks", "show", "op_nobody").exitCode());
    }

    @Test
    void cancel_names_what_it_cancelled_and_a_second_cancel_is_a_conflict() {
        String cancel = "POST /api/v1/operations/op_task1/cancel";
        coordinator
                .on(cancel, 200, operation("cancelled", ""))
                .on(cancel, 409, Bodies.problem(409, "illegal_state", "op_task1 is cancelled already"));
        assertEquals(
                "Task cancelled: op_task1\n", run("tasks", "cancel", "op_task1").out());
        Run again = run("tasks", "cancel", "op_task1");
        assertEquals("op_task1 is cancelled already\n", again.err());
        assertEquals(4, again.exitCode());
    }
}
