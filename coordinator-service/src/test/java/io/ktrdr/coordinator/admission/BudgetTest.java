package io.ktrdr.coordinator.admission;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dollar a day; a research costs 60 cents: 30 for its design, 30 for its assessment. */
@QuarkusTest
@TestProfile(BudgetTest.OneDollar.class)
class BudgetTest extends CoordinatorTest {
    public static final class OneDollar implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ktrdr.budget.daily-limit", "1", "ktrdr.stub.cost", "0.3", "ktrdr.concurrency.limit", "10");
        }
    }

    @Test
    void what_was_spent_is_no_longer_there() {
        trigger("one");
        loop.turnUntilQuiet();
        get("/api/v1/agent/status")
                .body("budget.remaining", equalTo(0.7f))
                .body("budget.daily_limit", equalTo(1.0f))
                .body("capacity.limit", equalTo(10));
    }

    @Test
    void a_research_that_cannot_be_paid_is_refused_with_what_is_left() {
        tryTrigger(Map.of("brief", "one")).statusCode(202);
        tryTrigger(Map.of("brief", "two")).statusCode(202);
        loop.turnUntilQuiet();
        String before = database.everything();
        tryTrigger(Map.of("brief", "three"))
                .statusCode(402)
                .contentType("application/problem+json")
                .body("code", equalTo("budget_exhausted"))
                .body("remaining", equalTo(0.4f))
                .body(
                        "detail",
                        equalTo("Daily budget exhausted: $0.40 left, a research is expected to cost $0.60; active"
                                + " researches (2) will complete"));
        tryTrigger(Map.of("brief", "three", "queue", true)).statusCode(402);
        assertEquals(before, database.everything());
    }

    @Test
    void force_overrides_an_exhausted_budget_and_is_recorded() {
        tryTrigger(Map.of("brief", "one")).statusCode(202);
        tryTrigger(Map.of("brief", "two")).statusCode(202);
        loop.turnUntilQuiet();
        String id = tryTrigger(Map.of("brief", "three", "force", true, "requested_by", "ada"))
                .statusCode(202)
                .extract()
                .path("operation_id");
        show(id).body("forced_by", equalTo("ada"));
    }

    @Test
    void running_researches_finish_when_the_money_is_gone() {
        trainingWorkers("t1");
        String id = trigger("one");
        loop.turnUntilQuiet();
        database.sql("UPDATE budget_entry SET actual_usd = 5");
        completes(id, "training", REJECTED);
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(id));
        get("/api/v1/agent/status").body("budget.remaining", equalTo(0.0f));
    }

    @Test
    void yesterdays_spending_is_forgotten() {
        trigger("one");
        loop.turnUntilQuiet();
        database.sql("UPDATE budget_entry SET day = day - 1");
        get("/api/v1/agent/status").body("budget.remaining", equalTo(1.0f));
    }

    @Test
    void what_was_never_settled_stays_charged_at_its_estimate() {
        trigger("one");
        loop.turnUntilQuiet();
        database.sql("UPDATE budget_entry SET actual_usd = NULL, settled_at = NULL, estimate_usd = 0.45");
        get("/api/v1/agent/status").body("budget.remaining", equalTo(0.55f));
    }
}
