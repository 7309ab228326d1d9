package io.ktrdr.coordinator.admission;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.choice.Purse;
import io.ktrdr.testservices.Metrics;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
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

    @Inject
    BudgetLedger ledger;

    @Test
    void what_was_spent_is_no_longer_there() {
        trigger("one");
        loop.turnUntilQuiet();
        get("/api/v1/agent/status")
                .body("budget.remaining", equalTo(0.7f))
                .body("budget.daily_limit", equalTo(1.0f))
                .body("budget.committed", equalTo(0.3f))
                .body("capacity.limit", equalTo(10));
        Metrics metrics = Metrics.scrape();
        assertEquals(0.7, metrics.value("ktrdr_budget_remaining_usd"), 1e-9);
        assertEquals(0.3, metrics.value("ktrdr_budget_charged_usd"), 1e-9);
        assertEquals(1, metrics.value("ktrdr_budget_limit_usd"));
    }

    @Test
    void a_research_that_cannot_be_paid_is_refused_with_what_is_left() {
        tryTrigger(Map.of("brief", "one")).statusCode(202);
        loop.turnUntilQuiet();
        String before = database.everything();
        tryTrigger(Map.of("brief", "two"))
                .statusCode(402)
                .contentType("application/problem+json")
                .body("code", equalTo("budget_exhausted"))
                .body("remaining", equalTo(0.7f))
                .body("committed", equalTo(0.3f))
                .body("estimate", equalTo(0.6f))
                .body(
                        "detail",
                        equalTo(
                                "Daily budget exhausted: $0.70 left, $0.30 of it for researches that have been accepted,"
                                        + " a research is expected to cost $0.60; active researches (1) will complete"));
        tryTrigger(Map.of("brief", "two", "queue", true)).statusCode(402);
        assertEquals(before, database.everything());
    }

    @Test
    void who_chooses_a_model_sees_the_day_and_its_money() {
        trigger("one");
        loop.turnUntilQuiet();
        database.sql("UPDATE budget_entry SET actual_usd = NULL, settled_at = NULL");
        Purse purse = ledger.purse().await().atMost(Duration.ofSeconds(20));
        assertEquals(BigDecimal.ONE, purse.limit());
        assertEquals(new BigDecimal("0.300000"), purse.spent(), "also what is not settled");
        assertEquals(
                Double.parseDouble(String.valueOf(database.text(
                        "SELECT extract(epoch FROM now() - date_trunc('day', now()," + " 'UTC')) / 86400"))),
                purse.shareGone(),
                0.01);
    }

    @Test
    void the_report_tells_what_is_spent_promised_and_left() {
        tryTrigger(Map.of("brief", "one")).statusCode(202);
        loop.turnUntilQuiet();
        get("/api/v1/budget")
                .statusCode(200)
                .body("daily_limit", equalTo(1.0f))
                .body("spent_today", equalTo(0.3f))
                .body("reserved_today", equalTo(0.0f))
                .body("committed", equalTo(0.3f))
                .body("remaining", equalTo(0.7f));
        database.sql("UPDATE budget_entry SET actual_usd = NULL, settled_at = NULL");
        get("/api/v1/budget")
                .body("spent_today", equalTo(0.0f))
                .body("reserved_today", equalTo(0.3f))
                .body("remaining", equalTo(0.7f));
        database.sql("UPDATE budget_entry SET actual_usd = 5, settled_at = now()");
        get("/api/v1/budget").body("spent_today", equalTo(5.0f)).body("remaining", equalTo(0.0f));
    }

    @Test
    void concurrent_triggers_never_promise_more_than_there_is() throws Exception {
        List<Integer> answers =
                atOnce(10, i -> tryTrigger(Map.of("brief", "b")).extract().statusCode());
        assertEquals(1, answers.stream().filter(status -> status == 202).count());
        assertEquals(9, answers.stream().filter(status -> status == 402).count());
        loop.turnUntilQuiet();
        assertEquals(1, database.number("SELECT count(*) FROM budget_entry"));
    }

    @Test
    void what_a_research_did_not_need_is_there_for_the_next() {
        String id = tryTrigger(Map.of("brief", "one")).extract().path("operation_id");
        tryTrigger(Map.of("brief", "two")).statusCode(402);
        cancel(id);
        tryTrigger(Map.of("brief", "two")).statusCode(202);
    }

    @Test
    void an_attempt_that_failed_was_paid_and_the_next_one_will_be() {
        String id = tryTrigger(Map.of("brief", "one")).extract().path("operation_id");
        database.sql("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, spec, spec_sha256, finished_at,
                                       failure_class, error_message)
                VALUES ('op_failed', 'agent_design', 'failed', now(), ?, 'agent', '{}', repeat('0', 64), now(), 'worker', 'e')
                """, id);
        charge("op_failed");
        get("/api/v1/agent/status").body("budget.remaining", equalTo(0.7f)).body("budget.committed", equalTo(0.6f));
    }

    @Test
    void force_overrides_an_exhausted_budget_and_is_recorded() {
        tryTrigger(Map.of("brief", "one")).statusCode(202);
        String id = tryTrigger(Map.of("brief", "two", "force", true, "requested_by", "ada"))
                .statusCode(202)
                .extract()
                .path("operation_id");
        show(id).body("forced_by", equalTo("ada"));
    }

    @Test
    void who_waits_in_line_goes_on_only_when_it_can_be_paid_and_nobody_overtakes() {
        String first = queued("first");
        String second = queued("second");
        charge(first);
        loop.turnUntilQuiet();
        show(first).body("phase", equalTo("designing")).body("waiting_reason", equalTo(NO_TRAINING_WORKER));
        show(second).body("status", equalTo("pending")).body("waiting_reason", equalTo("waiting for budget, 0 ahead"));
        assertEquals(
                List.of("budget"),
                database.texts(
                        "SELECT detail ->> 'cause' FROM operation_event WHERE operation_id = ?"
                                + " AND type = 'research.waiting'",
                        second));
        cancel(first);
        loop.turnUntilQuiet();
        assertEquals("waiting for budget, 0 ahead", waitingReasonOf(second));
        aDayPasses();
        loop.turnUntilQuiet();
        show(second).body("status", equalTo("running")).body("phase", equalTo("designing"));
    }

    @Test
    void a_retry_that_takes_the_design_over_is_expected_to_cost_less() {
        trainingWorkers("t1");
        String old = trigger("one");
        loop.turnUntilQuiet();
        completes(old, "training", REJECTED);
        loop.turnUntilQuiet();
        String path = "/api/v1/operations/" + old + "/retry";
        post(path, Map.of())
                .statusCode(402)
                .body("remaining", equalTo(0.4f))
                .body("committed", equalTo(0.0f))
                .body("estimate", equalTo(0.6f));
        post(path, Map.of("from_phase", "assessing")).statusCode(202);
        get("/api/v1/agent/status").body("budget.committed", equalTo(0.3f));
        post(path, Map.of("from_phase", "assessing"))
                .statusCode(402)
                .body("committed", equalTo(0.3f))
                .body("estimate", equalTo(0.3f));
    }

    private void charge(String operation) {
        database.sql("""
                INSERT INTO budget_entry (operation_id, root_id, purpose, call_number, model, day, estimate_usd)
                SELECT id, coalesce(parent_id, id), type, 1, 'stub', (now() AT TIME ZONE 'UTC')::date, 0.3
                  FROM operation WHERE id = ?
                """, operation);
    }

    private void aDayPasses() {
        database.sql("UPDATE budget_entry SET day = day - 1, created_at = created_at - interval '1 day'");
    }

    private String queued(String brief) {
        String id = trigger(brief);
        database.sql("UPDATE operation SET queued = true, forced_by = NULL WHERE id = ?", id);
        return id;
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
        aDayPasses();
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
