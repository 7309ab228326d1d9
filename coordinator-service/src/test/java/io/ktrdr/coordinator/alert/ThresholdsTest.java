package io.ktrdr.coordinator.alert;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules about numbers: what they read, and when they speak. */
@QuarkusTest
@TestProfile(ThresholdsTest.LimitedBudget.class)
class ThresholdsTest extends CoordinatorTest {
    public static final class LimitedBudget implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ktrdr.budget.daily-limit", "10");
        }
    }

    private void spent(double usd) {
        database.sql("DELETE FROM budget_entry");
        database.sql(
                "INSERT INTO budget_entry (operation_id, root_id, purpose, call_number, model, day, estimate_usd,"
                        + " actual_usd, settled_at) SELECT id, id, 'general', 1, 'm', (now() AT TIME ZONE 'UTC')::date, 0, ?, now()"
                        + " FROM operation LIMIT 1",
                usd);
        loop.turn();
    }

    @Test
    void the_budget_warns_before_it_is_spent() {
        trigger("spends");
        spent(7.99);
        get("/api/v1/alerts").body("items", empty());
        spent(8);
        get("/api/v1/alerts?state=active")
                .body("items.rule", contains("budget_warning"))
                .body("items[0].message", equalTo("80 % of today's budget is spent (8.00 of 10.00 US dollars)"));
        spent(10);
        get("/api/v1/alerts?state=active").body("items.rule", hasItem("budget_exhausted"));
        spent(1);
        get("/api/v1/alerts?state=active").body("items", empty());
    }

    @Test
    void a_queue_that_is_full_is_told() {
        trigger("has the only place");
        for (int i = 0; i < 2; i++) {
            tryTrigger(Map.of("brief", "waits " + i, "queue", true)).statusCode(202);
        }
        loop.turn();
        get("/api/v1/alerts?state=active")
                .body("items.rule", contains("queue_full"))
                .body(
                        "items[0].message",
                        equalTo("the queue of researches is filled to 100 % (2 of 2 places are taken)"));
    }

    @Test
    void a_registry_that_does_not_answer_for_a_minute_is_told_and_the_minute_survives_a_new_leader() {
        registry.goesDown();
        loop.turn();
        get("/api/v1/alerts?state=active").body("items", empty()).body("registry_unreachable", equalTo(true));
        assertEquals(1, database.number("SELECT count(*) FROM alert_pending"));
        database.sql("UPDATE alert_pending SET since = now() - interval '59 s'");
        database.sql("UPDATE leader_lease SET holder = 'gone', expires_at = now() - interval '1 s'");
        loop.turn();
        get("/api/v1/alerts?state=active").body("items", empty());
        database.sql("UPDATE alert_pending SET since = now() - interval '61 s'");
        loop.turn();
        get("/api/v1/alerts?state=active").body("items.rule", contains("registry_unreachable"));
        registry.comesBack();
        loop.turn();
        get("/api/v1/alerts?state=active").body("items", empty());
    }

    @Test
    void alerts_of_a_rule_that_was_taken_away_are_resolved() {
        database.sql("INSERT INTO alert (alert_id, rule, severity, subject, message)"
                + " VALUES ('alert_0', 'of_an_older_release', 'warning', 'x', 'm')");
        loop.turn();
        get("/api/v1/alerts?state=resolved").body("items.rule", contains("of_an_older_release"));
    }
}
