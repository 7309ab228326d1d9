package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MemoryCommandTest extends CommandTest {
    private static final String FOUND = """
            {"items": [
              {"kind": "experiment", "id": "op_1", "text": "Explore RSI variations", "status": "poor",
               "strategy_name": "rsi_variant_1", "research_id": "op_1", "dataset": "BTC-USD/4h", "evidence": null,
               "relevance": 0.6079, "snippet": "Explore «RSI»\\n\\u001b[31mvariations", "created_at": "2026-01-02T03:04:05Z"},
              {"kind": "hypothesis", "id": "hyp_0123456789abcdef", "text": "RSI works elsewhere.", "status": "untested",
               "strategy_name": "rsi_variant_1", "research_id": "op_1", "dataset": null, "evidence": null,
               "relevance": 0.3, "snippet": "«RSI» works elsewhere.", "created_at": "2026-01-02T03:04:05Z"}]}""";
    private static final String NOTHING = "{\"items\": []}";
    private static final String SEARCH = "GET /api/v1/memory?q=";

    @Test
    void what_is_found_is_a_table_a_document_or_ids() throws Exception {
        coordinator.on(SEARCH + "RSI+variations", 200, FOUND);
        Run run = run("memory", "search", "RSI", "variations");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(
                List.of(
                        "KIND        ID                    STATUS    RELEVANCE  STRATEGY       DATASET     TEXT",
                        "experiment  op_1                  poor      0.61       rsi_variant_1  BTC-USD/4h  "
                                + "Explore «RSI» [31mvariations",
                        "hypothesis  hyp_0123456789abcdef  untested  0.30       rsi_variant_1  -           "
                                + "«RSI» works elsewhere."),
                run.outLines());
        assertEquals("", run.err());
        assertEquals(
                "op_1\nhyp_0123456789abcdef\n",
                run("memory", "search", "RSI", "variations", "-q").out());
        JsonNode document = json.readTree(
                run("memory", "search", "RSI", "variations", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals("Explore RSI variations", document.at("/items/0/text").asText());
        assertEquals(0.6079, document.at("/items/0/relevance").asDouble());
    }

    @Test
    void nothing_found_is_no_failure_and_said_beside_the_data() throws Exception {
        coordinator.on(SEARCH + "zyzzyva", 200, NOTHING);
        Run run = run("memory", "search", "zyzzyva");
        assertEquals(0, run.exitCode());
        assertEquals(1, run.outLines().size());
        assertEquals("Nothing is remembered that matches: zyzzyva\n", run.err());
        Run asJson = run("memory", "search", "zyzzyva", "--json");
        assertEquals(0, asJson.exitCode());
        assertTrue(json.readTree(asJson.out()).path("items").isEmpty());
        assertEquals("", run("memory", "search", "zyzzyva", "-q").out());
    }

    @Test
    void filters_are_passed_on() {
        coordinator.on(SEARCH + "rsi+-volume&kind=hypothesis&status=untested&limit=5", 200, NOTHING);
        Run run =
                run("memory", "search", "rsi -volume", "--kind", "hypothesis", "--status", "untested", "--limit", "5");
        assertEquals(0, run.exitCode(), run.err());
    }

    @Test
    void a_search_without_words_or_for_something_else_is_wrong_usage() {
        assertEquals(2, run("memory", "search").exitCode());
        Run run = run("memory", "search", "rsi", "--kind", "note");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("--kind"), run.err());
        assertEquals(List.of(), coordinator.asked());
    }

    @Test
    void what_the_coordinator_refuses_is_told_in_one_line() {
        coordinator.on(
                SEARCH + "rsi&limit=0",
                400,
                Bodies.problem(400, "invalid_request", "limit: must be a whole number from 1 to 100"));
        Run run = run("memory", "search", "rsi", "--limit", "0");
        assertEquals(2, run.exitCode());
        assertEquals("", run.out());
        assertTrue(run.err().contains("limit: must be a whole number from 1 to 100"), run.err());
        assertEquals(1, run.errLines().size());
    }
}
