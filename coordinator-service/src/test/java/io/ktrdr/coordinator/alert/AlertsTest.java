package io.ktrdr.coordinator.alert;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.alerts.rule.AlertRules;
import io.ktrdr.alerts.rule.InvalidRulesException;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.agent.ScriptedWork;
import io.ktrdr.coordinator.task.ScriptedAgents;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is raised, resolved and acknowledged, as people see it. */
@QuarkusTest
@TestProfile(ScriptedAgents.class)
class AlertsTest extends CoordinatorTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    AlertWatch watch;

    @Inject
    ScriptedWork agents;

    /** A research that nobody can go on with. */
    private String needsAttention() {
        String id = trigger("stands still");
        loop.turn();
        agents.fails(child(id, "agent_design"), FailureClass.ATTENTION, "no model answered");
        loop.turn();
        return id;
    }

    private void goesOn(String id) {
        cancel(id);
        loop.turn();
    }

    /** Somebody holds a lock; whether for very long is told apart. */
    private void holdsALock() {
        tryTrigger(Map.of("brief", "holds a lock", "locks", List.of(Map.of("resource", "file:a", "mode", "write"))))
                .statusCode(202);
        loop.turn();
    }

    private void since(String ago) {
        database.sql("UPDATE resource_lock SET granted_at = now() - ?::interval", ago);
    }

    private String alertId() {
        return get("/api/v1/alerts").extract().path("items[0].alert_id");
    }

    @Test
    void an_alert_says_what_it_is_about() {
        String id = needsAttention();
        get("/api/v1/alerts?state=active")
                .statusCode(200)
                .body("registry_unreachable", equalTo(false))
                .body("items.rule", contains("needs_attention"))
                .body("items[0].severity", equalTo("critical"))
                .body("items[0].subject", equalTo(id))
                .body("items[0].state", equalTo("active"))
                .body("items[0].service", equalTo("coordinator"))
                .body("items[0].value", equalTo(1.0f))
                .body("items[0].raised_at", notNullValue())
                .body("items[0].acknowledged_at", nullValue())
                .body("items[0].deliveries.event", contains("raised"));
    }

    @Test
    void however_often_and_by_however_many_it_is_looked_it_is_raised_once() throws Exception {
        holdsALock();
        since("1 day");
        long epoch = loop.epoch();
        atOnce(20, i -> watch.judge(epoch, Optional.of(true)).await().atMost(LONG));
        assertEquals(1, database.number("SELECT count(*) FROM alert"));
        assertEquals(1, database.number("SELECT count(*) FROM alert_delivery"));
        since("1 s");
        atOnce(20, i -> watch.judge(epoch, Optional.of(true)).await().atMost(LONG));
        assertEquals(2, database.number("SELECT count(*) FROM alert_delivery"));
    }

    @Test
    void whoever_was_overtaken_raises_and_resolves_nothing() {
        holdsALock();
        since("1 day");
        long epoch = loop.epoch();
        database.sql("UPDATE leader_lease SET epoch = epoch + 1");
        watch.judge(epoch, Optional.of(false)).await().atMost(LONG);
        assertEquals(0, database.number("SELECT count(*) FROM alert"));
        assertEquals(0, database.number("SELECT count(*) FROM alert_pending"));
        watch.judge(epoch + 1, Optional.of(true)).await().atMost(LONG);
        assertEquals(1, database.number("SELECT count(*) FROM alert"));
        since("1 s");
        watch.judge(epoch, Optional.of(true)).await().atMost(LONG);
        assertEquals(1, database.number("SELECT count(*) FROM alert WHERE resolved_at IS NULL"));
    }

    @Test
    void an_acknowledged_alert_stays_and_says_by_whom() {
        String research = needsAttention();
        String id = alertId();
        Map<String, String> ann = Map.of("by", "ann", "note", "I am at it");
        post("/api/v1/alerts/" + id + "/acknowledge", ann)
                .statusCode(200)
                .body("state", equalTo("active"))
                .body("acknowledged_by", equalTo("ann"))
                .body("note", equalTo("I am at it"));
        // the first one stands
        post("/api/v1/alerts/" + id + "/acknowledge", Map.of("by", "bob"))
                .statusCode(200)
                .body("acknowledged_by", equalTo("ann"));
        loop.turn();
        get("/api/v1/alerts?state=active").body("items.acknowledged_by", contains("ann"));
        get("/api/v1/alerts?state=acknowledged").body("items.alert_id", contains(id));
        assertEquals(1, database.number("SELECT count(*) FROM alert"));

        goesOn(research);
        get("/api/v1/alerts?state=acknowledged").body("items", empty());
        post("/api/v1/alerts/" + id + "/acknowledge", ann).statusCode(200).body("state", equalTo("resolved"));
    }

    @Test
    void what_cannot_be_acknowledged_is_refused() {
        String research = needsAttention();
        String id = alertId();
        post("/api/v1/alerts/alert_0123/acknowledge", Map.of("by", "ann"))
                .statusCode(404)
                .body("code", equalTo("not_found"));
        post("/api/v1/alerts/no%20such/acknowledge", Map.of("by", "ann")).statusCode(404);
        List<Map<String, String>> bad = new ArrayList<>(List.of(
                Map.of(),
                Map.of("by", " "),
                Map.of("by", "x".repeat(101)),
                Map.of("by", "a\u0000"),
                Map.of("by", "ann", "why", "x")));
        bad.add(Map.of("by", "ann", "note", "x".repeat(1001)));
        for (Map<String, String> body : bad) {
            post("/api/v1/alerts/" + id + "/acknowledge", body)
                    .statusCode(400)
                    .body("code", equalTo("invalid_request"));
        }
        post("/api/v1/alerts/" + id + "/acknowledge", null).statusCode(400);
        get("/api/v1/alerts?state=angry").statusCode(400);
        goesOn(research);
        post("/api/v1/alerts/" + id + "/acknowledge", Map.of("by", "ann"))
                .statusCode(409)
                .body("code", equalTo("illegal_state"))
                .body("detail", containsString("resolved already"));
    }

    @Test
    void alerts_of_the_registry_are_among_them_newest_first_and_acknowledged_there() {
        needsAttention();
        registry.raises("alert_abc", "2020-01-01T00:00:00Z");
        registry.raises("alert_def", "2100-01-01T00:00:00Z");
        get("/api/v1/alerts?state=active")
                .body("items.service", contains("registry", "coordinator", "registry"))
                .body("registry_unreachable", equalTo(false));
        post("/api/v1/alerts/alert_abc/acknowledge", Map.of("by", "ann"))
                .statusCode(200)
                .body("acknowledged_by", equalTo("ann"));
        registry.goesDown();
        get("/api/v1/alerts")
                .statusCode(200)
                .body("items.service", contains("coordinator"))
                .body("registry_unreachable", equalTo(true));
        post("/api/v1/alerts/alert_abc/acknowledge", Map.of("by", "ann"))
                .statusCode(503)
                .body("code", equalTo("unavailable"));
    }

    @Test
    void a_file_of_rules_with_a_mistake_stops_the_start(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("rules.yaml"), "rules:\n  - name: mine\n    severity: urgent\n");
        String said = String.valueOf(assertThrows(InvalidRulesException.class, () -> AlertRules.load(Optional.of(file)))
                .getMessage());
        assertTrue(said.contains("line 3, rule mine: 'severity' must be one of info, warning, critical"), said);
    }
}
