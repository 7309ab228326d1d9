package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AlertsCommandTest extends CommandTest {
    private static final String ALERTS = """
            {"items": [
              {"alert_id": "alert_2", "rule": "needs_attention", "severity": "critical", "subject": "op_1",
               "message": "agent_research op_1 needs attention: no model answered", "state": "active",
               "raised_at": "2026-01-02T03:04:05.678Z", "resolved_at": null},
              {"alert_id": "alert_1", "rule": "needs_attention", "severity": "critical", "subject": "op_0",
               "message": "general op_0 needs attention: refused", "state": "resolved",
               "raised_at": "2026-01-01T03:04:05Z", "resolved_at": "2026-01-01T03:05:05Z"}]}""";

    @Test
    void alerts_that_stand_are_asked_for_unless_told_otherwise() {
        coordinator
                .on("GET /api/v1/alerts?state=active", 200, "{\"items\": []}")
                .on("GET /api/v1/alerts?state=resolved", 200, "{\"items\": []}")
                .on("GET /api/v1/alerts", 200, ALERTS);
        for (List<String> command : List.of(
                List.of("alerts"), List.of("alerts", "--state", "active"), List.of("alerts", "--state", "RESOLVED"))) {
            Run none = run(command.toArray(String[]::new));
            assertEquals(0, none.exitCode(), none.err());
            assertEquals("SEVERITY  STATE  RAISED  RESOLVED  MESSAGE\n", none.out());
        }
        assertEquals("""
                SEVERITY  STATE     RAISED                RESOLVED              MESSAGE
                critical  active    2026-01-02T03:04:05Z  -                     agent_research op_1 needs attention: no model answered
                critical  resolved  2026-01-01T03:04:05Z  2026-01-01T03:05:05Z  general op_0 needs attention: refused
                """, run("alerts", "--state", "all").out());
        assertEquals(2, run("alerts", "--state", "some").exitCode());
    }

    @Test
    void as_json_it_is_a_document_and_quietly_the_ids() throws Exception {
        coordinator.on("GET /api/v1/alerts?state=active", 200, ALERTS);
        JsonNode document = json.readTree(run("alerts", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals("op_1", document.path("items").get(0).path("subject").asText());
        assertEquals("alert_2\nalert_1\n", run("-q", "alerts").out());
    }
}
