package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetryCommandTest extends CommandTest {
    private static final String RETRY = "POST /api/v1/operations/op_old123/retry";
    private static final String ACCEPTED = """
            {"operation_id": "op_new456", "status": "pending", "message": "Research triggered"}""";

    private JsonNode sent() throws Exception {
        return json.readTree(coordinator.asked().getFirst().body());
    }

    @Test
    void retry_prints_the_new_research() throws Exception {
        coordinator.on(RETRY, 202, ACCEPTED);
        Run run = run("ops", "retry", "op_old123");
        assertEquals("Retry of op_old123 triggered: op_new456\n", run.out());
        assertEquals(0, run.exitCode());
        assertTrue(sent().path("from_phase").isNull());
        assertEquals(
                System.getProperty("user.name"), sent().path("requested_by").asText());
        assertFalse(coordinator.asked().getFirst().header("Idempotency-key").isEmpty());
    }

    @Test
    void phase_force_queue_and_key_are_sent() throws Exception {
        coordinator.on(RETRY, 202, ACCEPTED);
        run("ops", "retry", "op_old123", "--from-phase", "training", "--force", "--queue", "--idempotency-key", "mine");
        assertEquals("training", sent().path("from_phase").asText());
        assertTrue(sent().path("force").asBoolean());
        assertTrue(sent().path("queue").asBoolean());
        assertEquals("mine", coordinator.asked().getFirst().header("Idempotency-key"));
    }

    @Test
    void quietly_it_is_the_id_and_as_json_a_document() throws Exception {
        coordinator.on(RETRY, 202, ACCEPTED);
        assertEquals("op_new456\n", run("-q", "ops", "retry", "op_old123").out());
        JsonNode document =
                json.readTree(run("ops", "retry", "op_old123", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals("op_new456", document.path("operation_id").asText());
    }

    @Test
    void waiting_is_for_the_new_research_and_told_by_the_exit_code() {
        coordinator
                .on(RETRY, 202, ACCEPTED)
                .on("GET /api/v1/operations/op_new456", 200, Bodies.research("op_new456", "cancelled", "training", ""));
        assertEquals(9, run("ops", "retry", "op_old123", "--wait").exitCode());
    }

    @Test
    void refusals_have_the_exit_codes_of_a_trigger() {
        coordinator.on(RETRY, 429, Bodies.problem(429, "at_capacity", "full", "\"active\": 5", "\"limit\": 5"));
        coordinator.on(RETRY, 402, Bodies.problem(402, "budget_exhausted", "spent", "\"active\": 5"));
        coordinator.on(RETRY, 409, Bodies.problem(409, "illegal_state", "op_old123 is running"));
        coordinator.on(
                RETRY,
                400,
                Bodies.problem(
                        400,
                        "invalid_request",
                        "id: is one step of research op_1",
                        "\"violations\": [{\"field\": \"id\", \"message\": \"is one step of research op_1\"}]"));
        Run full = run("ops", "retry", "op_old123");
        assertEquals(5, full.exitCode());
        assertEquals("Use --force to override limit", full.errLines().getLast());
        assertEquals(6, run("ops", "retry", "op_old123").exitCode());
        Run running = run("ops", "retry", "op_old123");
        assertEquals(4, running.exitCode());
        assertEquals("op_old123 is running\n", running.err());
        Run child = run("ops", "retry", "op_old123");
        assertEquals(2, child.exitCode());
        assertEquals("id: is one step of research op_1\n", child.err());
        assertEquals(3, run("ops", "retry", "op_nobody").exitCode());
        assertEquals(2, run("ops", "retry").exitCode());
    }

    @Test
    void what_a_research_is_a_retry_of_is_shown() {
        String again = Bodies.research("op_new456", "running", "training", ", \"retry_of\": \"op_old123\"");
        coordinator
                .on("GET /api/v1/operations/op_new456", 200, again)
                .on("GET /api/v1/operations/op_new456/children", 200, "{\"items\": []}");
        for (List<String> command : List.of(List.of("ops", "show"), List.of("research", "show"))) {
            Run run = run(command.getFirst(), command.getLast(), "op_new456");
            assertTrue(run.outLines().stream().anyMatch(line -> line.matches("Retry of +op_old123")), run.out());
        }
    }
}
