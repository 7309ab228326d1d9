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
              {"alert_id": "alert_3", "rule": "worker_slow", "severity": "warning", "subject": "w1",
               "message": "worker w1 is slow", "state": "active", "raised_at": "2026-01-02T03:04:05.678Z",
               "acknowledged_at": "2026-01-02T03:05:00Z", "acknowledged_by": "ann", "service": "registry",
               "deliveries": [
                 {"delivery_id": "m1", "channel": "log", "event": "raised", "attempts": 1,
                  "delivered_at": "2026-01-02T03:04:06Z"},
                 {"delivery_id": "m2", "channel": "chat", "event": "raised", "attempts": 32,
                  "failed_at": "2026-01-03T03:04:06Z", "last_error": "answers 500"}]},
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
            assertEquals("SEVERITY  STATE  RAISED  RESOLVED  ID  MESSAGE\n", none.out());
        }
        assertEquals("""
                SEVERITY  STATE         RAISED                RESOLVED              ID       MESSAGE
                critical  active        2026-01-02T03:04:05Z  -                     alert_2  agent_research op_1 needs attention: no model answered
                warning   known to ann  2026-01-02T03:04:05Z  -                     alert_3  worker w1 is slow (not delivered by chat)
                critical  resolved      2026-01-01T03:04:05Z  2026-01-01T03:05:05Z  alert_1  general op_0 needs attention: refused
                """, run("alerts", "--state", "all").out());
        assertEquals(2, run("alerts", "--state", "some").exitCode());
    }

    @Test
    void as_json_it_is_a_document_and_quietly_the_ids() throws Exception {
        coordinator.on("GET /api/v1/alerts?state=active", 200, ALERTS);
        JsonNode document = json.readTree(run("alerts", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals("op_1", document.path("items").get(0).path("subject").asText());
        assertEquals("alert_2\nalert_3\nalert_1\n", run("-q", "alerts").out());
    }

    @Test
    void what_is_missing_is_said_beside_the_data() {
        coordinator.on("GET /api/v1/alerts?state=active", 200, "{\"items\": [], \"registry_unreachable\": true}");
        Run run = run("alerts");
        assertEquals(0, run.exitCode());
        assertEquals("SEVERITY  STATE  RAISED  RESOLVED  ID  MESSAGE\n", run.out());
        assertEquals("The registry does not answer: what it has to say about workers is missing here\n", run.err());
    }

    @Test
    void somebody_says_that_he_knows() throws Exception {
        coordinator.on("POST /api/v1/alerts/alert_3/acknowledge", 200, """
                {"alert_id": "alert_3", "rule": "worker_slow", "severity": "warning", "subject": "w1",
                 "message": "worker w1 is slow", "state": "active", "raised_at": "2026-01-02T03:04:05Z",
                 "acknowledged_by": "ann"}""");
        assertEquals(
                "ann knows: worker w1 is slow\n",
                run("alerts", "ack", "alert_3", "--by", "ann", "--note", "at it")
                        .out());
        assertEquals("alert_3\n", run("-q", "alerts", "ack", "alert_3").out());
        assertEquals(
                "ann",
                json.readTree(run("alerts", "ack", "alert_3", "--json").out())
                        .path("acknowledged_by")
                        .asText());
        assertEquals(2, run("alerts", "ack").exitCode());
        assertEquals(3, run("alerts", "ack", "alert_9").exitCode());
    }
}
