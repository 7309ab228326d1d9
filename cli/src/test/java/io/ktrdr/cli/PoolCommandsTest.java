package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The pool of agents, and each of them. */
@QuarkusTest
class PoolCommandsTest extends CommandTest {
    private static final String POOL = "/api/v1/pool";
    private static final String UP = """
            {"name": "discovery", "source": "/data/bars", "up": true, "last_success": "2026-01-02T03:04:05Z",
             "error": null, "needed_by": ["discovery", "migration"]}""";
    private static final String DOWN =
            UP.replace("true", "false").replace("\"error\": null", "\"error\": \"no such folder\"");

    private static String pool(int size, String services) {
        return """
                {"size": %d, "max_size": 16, "idle": 2, "busy": 1, "degraded": 1, "pending_tasks": 25,
                 "task_places": 100, "services": [%s]}""".formatted(size, services);
    }

    private static String agent(String id, String state, String more) {
        return """
                {"agent_id": "%s", "state": "%s", "context_window_id": "ctx_1", "tool_session_id": "tool_1",
                 "memory_handle_id": "mem_1", "completed": 7, "failed": 2, "model_calls": 3,
                 "input_tokens": 1000, "output_tokens": 200%s}""".formatted(id, state, more);
    }

    @Test
    void the_pool_is_shown_at_a_glance() throws Exception {
        coordinator.on("GET " + POOL, 200, pool(4, UP));
        Run run = run("pool", "show");
        assertEquals("""
                Agents             4 of at most 16: 2 idle, 1 busy, 1 degraded
                Tasks              █████░░░░░░░░░░░░░░░  25 waiting, 100 places
                Service discovery  up, /data/bars
                """, run.out());
        assertEquals(0, run.exitCode());
        JsonNode document = json.readTree(run("pool", "show", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals(25, document.path("pending_tasks").asInt());
        assertEquals("4\n", run("-q", "pool", "show").out());
    }

    @Test
    void a_service_that_is_down_is_named_with_the_reason_and_with_what_waits() {
        coordinator
                .on("GET " + POOL, 200, pool(4, DOWN))
                .on("GET " + POOL, 200, pool(4, DOWN.replace("\"/data/bars\"", "null")));
        String down = run("pool", "show").out();
        assertTrue(
                down.endsWith(
                        "Service discovery  down, /data/bars: no such folder; tasks wait: discovery and migration\n"),
                down);
        String none = run("pool", "show").out();
        assertTrue(none.endsWith("Service discovery  none configured; tasks wait: discovery and migration\n"), none);
    }

    @Test
    void a_watched_pool_is_one_line_each_time_for_programs() throws Exception {
        coordinator
                .on("GET " + POOL, 200, pool(4, UP))
                .on("GET " + POOL, 200, pool(5, UP))
                .on("GET " + POOL, 500, Bodies.problem(500, "internal", "broken"));
        Run run = run("pool", "show", "--watch", "--json");
        assertEquals(2, run.outLines().size());
        assertEquals(5, json.readTree(run.outLines().getLast()).path("size").asInt());
        assertEquals(1, run.exitCode());
    }

    @Test
    void another_size_is_sent_and_told() throws Exception {
        coordinator.on("PUT " + POOL, 200, pool(8, UP));
        assertEquals("Agents: 8\n", run("pool", "resize", "8").out());
        assertEquals(
                8,
                json.readTree(coordinator.asked().getFirst().body())
                        .path("size")
                        .asInt());
        assertEquals("8\n", run("-q", "pool", "resize", "8").out());
        assertEquals(
                8,
                json.readTree(run("pool", "resize", "8", "--json").out())
                        .path("size")
                        .asInt());
    }

    @Test
    void too_large_a_pool_is_refused_as_full_and_too_small_a_one_as_wrong() {
        coordinator
                .on("PUT " + POOL, 429, Bodies.problem(429, "pool_full", "A pool has at most 16 agents, not 17"))
                .on(
                        "PUT " + POOL,
                        400,
                        Bodies.problem(
                                400,
                                "invalid_request",
                                "size",
                                "\"violations\": [{\"field\": \"size\", \"message\": \"must be a whole number\"}]"));
        Run full = run("pool", "resize", "17");
        assertEquals(5, full.exitCode());
        assertEquals("A pool has at most 16 agents, not 17\n", full.err());
        Run none = run("pool", "resize", "0");
        assertEquals(2, none.exitCode());
        assertEquals("size: must be a whole number\n", none.err());
        assertEquals(2, run("pool", "resize", "many").exitCode());
        assertEquals(2, run("pool", "resize").exitCode());
        assertEquals(2, coordinator.asked().size());
    }

    @Test
    void agents_are_listed_with_what_they_are_at() throws Exception {
        String until = Instant.now().plusSeconds(95).toString();
        coordinator.on(
                "GET /api/v1/agents",
                200,
                "{\"items\": ["
                        + agent("agent-1", "busy", ", \"operation_id\": \"op_1\", \"operation_type\": \"ingest\"") + ","
                        + agent(
                                "agent-2",
                                "degraded",
                                ", \"degraded_until\": \"" + until + "\", \"last_error\": \"out of memory\"")
                        + "," + agent("agent-3", "idle", "") + "]}");
        Run run = run("agents", "list");
        assertEquals(
                "AGENT    STATE     AT           COMPLETED  FAILED  CALLS  TOKENS  DEGRADED FOR  LAST ERROR",
                run.outLines().get(0));
        assertEquals(
                "agent-1  busy      ingest op_1  7          2       3      1.2k    -",
                run.outLines().get(1));
        assertTrue(
                run.outLines()
                        .get(2)
                        .matches(
                                "agent-2  degraded  -            7          2       3      1.2k    1m \\d+s +out of memory"),
                run.out());
        assertEquals("agent-1\nagent-2\nagent-3\n", run("-q", "agents", "list").out());
        JsonNode document = json.readTree(run("agents", "list", "--json").out());
        assertEquals(
                "ctx_1", document.path("items").get(0).path("context_window_id").asText());
    }

    @Test
    void an_agent_taken_for_failed_is_told_until_when() throws Exception {
        String fail = "POST /api/v1/agents/agent-2/fail";
        coordinator.on(fail, 200, agent("agent-2", "degraded", ", \"degraded_until\": \"2026-01-02T03:04:05Z\""));
        assertEquals(
                "Agent failed: agent-2, degraded until 2026-01-02T03:04:05Z\n",
                run("agents", "fail", "agent-2", "--reason", "hangs").out());
        assertEquals(
                "hangs",
                json.readTree(coordinator.asked().getFirst().body())
                        .path("reason")
                        .asText());
        assertEquals("agent-2\n", run("-q", "agents", "fail", "agent-2").out());
        assertTrue(
                json.readTree(coordinator.asked().get(1).body()).path("reason").isNull());
        assertEquals(3, run("agents", "fail", "agent-9").exitCode());
    }

    @Test
    void isolation_is_told_by_the_exit_code_and_collisions_are_listed() throws Exception {
        String isolation = "GET /api/v1/agents/isolation";
        String collision = """
                {"isolated": false, "agents": 4, "collisions": [
                  {"handle": "tool_session_id", "value": "tool_7", "agent_ids": ["agent-1", "agent-3"]}]}""";
        coordinator.on(isolation, 200, "{\"isolated\": true, \"agents\": 4, \"collisions\": []}");
        coordinator.on(isolation, 200, collision);
        Run isolated = run("agents", "isolation");
        assertEquals("Isolated: no handle is shared (agents: 4)\n", isolated.out());
        assertEquals(0, isolated.exitCode());
        Run shared = run("agents", "isolation");
        assertEquals(1, shared.exitCode());
        assertEquals("""
                HANDLE           VALUE   SHARED BY
                tool_session_id  tool_7  agent-1, agent-3
                """, shared.out());
        Run document = run("agents", "isolation", "--json");
        assertEquals(1, document.exitCode());
        assertEquals(
                "tool_7",
                json.readTree(document.out())
                        .path("collisions")
                        .get(0)
                        .path("value")
                        .asText());
        assertEquals("agent-1\nagent-3\n", run("-q", "agents", "isolation").out());
    }
}
