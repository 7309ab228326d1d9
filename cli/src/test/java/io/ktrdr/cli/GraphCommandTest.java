package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GraphCommandTest extends CommandTest {
    private static String graph(boolean truncated) {
        return """
                {"nodes": [
                  {"operation_id": "op_a", "operation_type": "ingest", "status": "running", "priority": "P1",
                   "label": "ingest", "waiting_reason": null},
                  {"operation_id": "op_b", "operation_type": "agent_research", "status": "pending", "priority": "P2",
                   "label": "Explore RSI", "waiting_reason": "waiting for op_a"}],
                 "edges": [{"operation_id": "op_b", "depends_on": "op_a", "on_failure": "skip"}],
                 "truncated": %s}""".formatted(truncated);
    }

    @Test
    void a_graph_is_drawn_printed_as_a_document_or_listed_in_an_order_in_which_it_can_run() throws Exception {
        coordinator.on("GET /api/v1/operations/op_b/graph", 200, graph(false));
        Run run = run("ops", "graph", "op_b");
        assertEquals("""
                ◐  op_a    running  P1  ingest
                │
                ○  op_b ◀  pending  P2  Explore RSI  (skipped on failure)  waiting for op_a
                """, run.out());
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertEquals("op_a\nop_b\n", run("-q", "ops", "graph", "op_b").out());
        JsonNode document = json.readTree(run("ops", "graph", "op_b", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals(2, document.path("nodes").size());
        assertEquals("op_a", document.path("edges").get(0).path("depends_on").asText());
    }

    @Test
    void more_than_is_drawn_is_said_beside_the_data() {
        coordinator.on("GET /api/v1/operations/op_b/graph", 200, graph(true));
        Run run = run("ops", "graph", "op_b");
        assertEquals(3, run.outLines().size());
        assertEquals("There are more than these 2\n", run.err());
    }

    @Test
    void an_unknown_operation_has_no_graph() {
        assertEquals(3, run("ops", "graph", "op_none").exitCode());
        assertEquals(2, run("ops", "graph").exitCode());
        assertEquals(
                List.of(),
                List.copyOf(coordinator.asked().subList(1, coordinator.asked().size())));
    }
}
