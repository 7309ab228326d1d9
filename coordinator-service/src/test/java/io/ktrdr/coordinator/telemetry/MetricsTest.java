package io.ktrdr.coordinator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.models.ModelWatch;
import io.ktrdr.coordinator.models.Usage;
import io.ktrdr.testservices.Metrics;
import io.ktrdr.testservices.MetricsDocument;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told at /q/metrics, of whole researches with workers at the network's edge. */
@QuarkusTest
class MetricsTest extends CoordinatorTest {
    private static final String RESEARCH = "type=agent_research";

    @Inject
    ModelWatch models;

    @SuppressWarnings("NullAway.Init") // before each test
    private Metrics before;

    @BeforeEach
    void lookBefore() {
        before = scrape();
    }

    /** Not what was read for an earlier scrape. */
    private static Metrics scrape() {
        LockSupport.parkNanos(1_100_000_000L);
        return Metrics.scrape();
    }

    private double grown(Metrics now, String name, String... labels) {
        return now.value(name, labels) - before.value(name, labels);
    }

    private void toTheEnd(String id) {
        loop.turnUntilQuiet();
        completes(id, "training", TRAINED);
        loop.turnUntilQuiet();
        completes(id, "backtesting", BACKTESTED);
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(id));
    }

    // ---- researches ----------------------------------------------------------------------------------------------

    @Test
    void a_waiting_is_measured_by_the_database_when_it_ends_and_not_before() {
        String id = trigger("momentum");
        loop.turnUntilQuiet();
        assertEquals(NO_TRAINING_WORKER, waitingReasonOf(id));
        database.sql("UPDATE operation SET waiting_since = now() - interval '90 s' WHERE id = ?", id);
        Metrics meanwhile = scrape();
        String[] wait = {RESEARCH, "reason=training_worker"};
        assertEquals(0, grown(meanwhile, "ktrdr_operation_wait_seconds_count", wait));
        assertEquals(1, meanwhile.value("ktrdr_operations", RESEARCH, "state=waiting"));
        assertEquals(1, meanwhile.value("ktrdr_operations", "type=training", "state=pending"));
        assertEquals(1, meanwhile.value("ktrdr_operations_waiting", "reason=training_worker"));
        assertTrue(meanwhile.value("ktrdr_operation_oldest_wait_seconds", "reason=training_worker") >= 90);
        trainingWorkers("t1");
        loop.turnUntilQuiet();
        Metrics after = scrape();
        assertEquals(1, grown(after, "ktrdr_operation_wait_seconds_count", wait));
        double waited = grown(after, "ktrdr_operation_wait_seconds_sum", wait);
        assertTrue(waited >= 90 && waited < 200, "waited " + waited);
        assertEquals(0, after.value("ktrdr_operations_waiting", "reason=training_worker"));
        assertEquals(1, after.value("ktrdr_operations", RESEARCH, "state=running"));
    }

    @Test
    void a_research_and_its_steps_are_measured_once_with_what_came_of_them() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        String id = trigger("momentum");
        loop.turnUntilQuiet();
        database.sql("UPDATE operation SET started_at = now() - interval '1 hour' WHERE id = ?", id);
        toTheEnd(id);
        // told twice, as when the first answer was lost
        StartJob job = started(child(id, "training"));
        report(job, completion(job, TRAINED)).statusCode(200);
        Metrics now = scrape();
        for (String type : List.of("agent_research", "agent_design", "training", "backtesting", "agent_assessment")) {
            assertEquals(
                    1, grown(now, "ktrdr_operation_duration_seconds_count", "type=" + type, "outcome=completed"), type);
        }
        assertTrue(grown(now, "ktrdr_operation_duration_seconds_sum", RESEARCH, "outcome=completed") >= 3_600);
        assertEquals(1, grown(now, "ktrdr_trials_total", "outcome=neutral"));
        // design to training, training to backtest, backtest to assessment
        assertEquals(3, grown(now, "ktrdr_handoff_seconds_count"));
        assertEquals(0, now.value("ktrdr_operations", RESEARCH, "state=running"));
    }

    @Test
    void a_step_that_fails_and_a_research_that_is_cancelled_are_told_as_such() {
        trainingWorkers("t1", "t2");
        String id = trigger("momentum");
        loop.turnUntilQuiet();
        fails(id, "training", FailureClass.WORKER, "no memory");
        loop.turnUntilQuiet();
        started(child(id, "training"));
        cancel(id);
        Metrics now = scrape();
        assertEquals(1, grown(now, "ktrdr_operation_duration_seconds_count", "type=training", "outcome=failed"));
        assertEquals(1, grown(now, "ktrdr_operation_duration_seconds_count", "type=training", "outcome=cancelled"));
        assertEquals(1, grown(now, "ktrdr_operation_duration_seconds_count", RESEARCH, "outcome=cancelled"));
        assertEquals(1, grown(now, "ktrdr_trials_total", "outcome=cancelled"));
    }

    @Test
    void a_report_of_an_attempt_that_is_over_is_counted_as_fenced() {
        trainingWorkers("t1");
        String id = trigger("momentum");
        loop.turnUntilQuiet();
        StartJob job = started(child(id, "training"));
        cancel(id);
        report(job, completion(job, TRAINED)).statusCode(409);
        assertEquals(1, grown(scrape(), "ktrdr_fenced_reports_total"));
    }

    // ---- demand --------------------------------------------------------------------------------------------------

    @Test
    void demand_is_what_runs_and_what_waits_for_a_worker_and_what_waits_for_room() {
        trainingWorkers("t1");
        loop.turn();
        String running = trigger("first");
        loop.turnUntilQuiet();
        assertEquals("training", phaseOf(running));
        String waiting = trigger("second");
        loop.turnUntilQuiet();
        assertEquals("designing", phaseOf(waiting));
        tryTrigger(Map.of("brief", "third", "queue", true)).statusCode(202);
        Metrics now = scrape();
        assertEquals(1, now.value("ktrdr_operations", RESEARCH, "state=queued"));
        assertEquals(1, now.value("ktrdr_operations_waiting", "reason=capacity"));
        assertEquals(3, now.value("ktrdr_worker_demand", "type=training"));
        assertEquals(0, now.value("ktrdr_worker_demand", "type=backtesting"));
        completes(running, "training", TRAINED);
        loop.turnUntilQuiet();
        now = scrape();
        assertEquals(2, now.value("ktrdr_worker_demand", "type=training"));
        assertEquals(1, now.value("ktrdr_worker_demand", "type=backtesting"));
    }

    @Test
    void who_waits_for_a_lock_wants_no_worker() {
        trigger(Map.of("resource", "file:a", "mode", "write"));
        loop.turnUntilQuiet();
        trigger(Map.of("resource", "file:a", "mode", "write"));
        loop.turnUntilQuiet();
        Metrics now = scrape();
        assertEquals(1, now.value("ktrdr_operations_waiting", "reason=lock"));
        assertEquals(1, now.value("ktrdr_worker_demand", "type=training"));
    }

    private static String trigger(Map<String, String> lock) {
        return tryTrigger(Map.of("brief", "locks", "force", true, "locks", List.of(lock)))
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    @Test
    void who_is_not_let_in_is_counted_by_the_reason() {
        trigger("first");
        tryTrigger(Map.of("brief", "second")).statusCode(429);
        assertEquals(1, grown(scrape(), "ktrdr_admission_rejected_total", "code=at_capacity"));
    }

    @Test
    void waiting_in_line_is_measured_when_there_is_room() {
        String first = trigger("first");
        tryTrigger(Map.of("brief", "second", "queue", true)).statusCode(202);
        database.sql("UPDATE operation SET waiting_since = now() - interval '60 s' WHERE queued");
        cancel(first);
        loop.turnUntilQuiet();
        Metrics now = scrape();
        assertEquals(1, grown(now, "ktrdr_operation_wait_seconds_count", RESEARCH, "reason=capacity"));
        assertTrue(grown(now, "ktrdr_operation_wait_seconds_sum", RESEARCH, "reason=capacity") >= 60);
    }

    // ---- locks ---------------------------------------------------------------------------------------------------

    @Test
    void waiting_for_locks_and_deadlocks_are_measured() {
        trainingWorkers("t1", "t2");
        String a = trigger(Map.of("resource", "file:a", "mode", "write"));
        String b = trigger(Map.of("resource", "file:b", "mode", "write"));
        loop.turnUntilQuiet();
        StartJob jobOfA = started(child(a, "training"));
        started(child(b, "training"));
        Metrics now = scrape();
        assertEquals(2, grown(now, "ktrdr_lock_wait_seconds_count"));
        assertEquals(0, grown(now, "ktrdr_lock_wait_seconds_sum"));
        ask(a, "file:b");
        loop.turn();
        report(jobOfA, failure(jobOfA, FailureClass.DEFERRED, "handed back")).statusCode(200);
        loop.turnUntilQuiet();
        ask(b, "file:a");
        loop.turnUntilQuiet();
        assertEquals(1, grown(scrape(), "ktrdr_deadlocks_total"));
        database.sql("UPDATE operation SET waiting_since = now() - interval '45 s' WHERE id = ?", a);
        cancel(b);
        loop.turnUntilQuiet();
        now = scrape();
        // b got both, then a did
        assertEquals(4, grown(now, "ktrdr_lock_wait_seconds_count"));
        assertTrue(grown(now, "ktrdr_lock_wait_seconds_sum") >= 45);
    }

    private static void ask(String id, String resource) {
        post(
                        "/api/v1/operations/" + id + "/locks",
                        Map.of("locks", List.of(Map.of("resource", resource, "mode", "write"))))
                .statusCode(202);
    }

    // ---- the loop ------------------------------------------------------------------------------------------------

    @Test
    void the_coordinator_that_ticks_says_so_and_how_long_its_ticks_take() {
        loop.turn();
        Metrics now = scrape();
        assertEquals(1, now.value("ktrdr_leader"));
        assertEquals(1, grown(now, "ktrdr_tick_duration_seconds_count"));
        assertEquals(
                loop.lastSuccess().toEpochMilli() / 1000.0, now.value("ktrdr_tick_last_success_timestamp_seconds"), 1);
    }

    @Test
    void losing_the_lease_is_counted_and_the_others_go_on_telling_what_there_is() {
        trigger("momentum");
        loop.turn();
        database.sql("UPDATE leader_lease SET holder = 'another', epoch = epoch + 1,"
                + " expires_at = now() + interval '1 hour'");
        loop.turn();
        Metrics now = scrape();
        assertEquals(0, now.value("ktrdr_leader"));
        assertEquals(1, grown(now, "ktrdr_lease_lost_total"));
        assertEquals(
                1,
                now.value("ktrdr_operations_waiting", "reason=training_worker")
                        + now.value("ktrdr_operations", RESEARCH, "state=running"));
    }

    // ---- all of them ---------------------------------------------------------------------------------------------

    @Test
    void calls_of_models_are_told_by_the_conventions_of_opentelemetry() {
        models.sends("anthropic", "claude").answered(new Usage(70, 20, 30, 0));
        models.sends("anthropic", "claude").failed("timeout", null);
        models.sends("anthropic", "claude").notSent();
        Metrics now = scrape();
        String[] call = {"gen_ai_operation_name=chat", "gen_ai_provider_name=anthropic", "gen_ai_request_model=claude"};
        assertEquals(1, grown(now, "gen_ai_client_operation_duration_seconds_count", with(call, "error_type=")));
        assertEquals(1, grown(now, "gen_ai_client_operation_duration_seconds_count", with(call, "error_type=timeout")));
        assertEquals(100, grown(now, "gen_ai_client_token_usage_sum", with(call, "gen_ai_token_type=input")));
        assertEquals(20, grown(now, "gen_ai_client_token_usage_sum", with(call, "gen_ai_token_type=output")));
    }

    private static String[] with(String[] labels, String one) {
        String[] all = java.util.Arrays.copyOf(labels, labels.length + 1);
        all[labels.length] = one;
        return all;
    }

    @Test
    void what_is_told_is_what_the_document_says() throws IOException {
        trainingWorkers("t1");
        backtestWorkers("b1");
        toTheEnd(trigger("momentum"));
        models.sends("anthropic", "claude").answered(new Usage(70, 20, 30, 0));
        Map<String, String> documented = MetricsDocument.section("Coordinator");
        // told only where there is a limit
        documented.keySet().removeAll(List.of("ktrdr_budget_remaining_usd", "ktrdr_budget_limit_usd"));
        Metrics now = scrape();
        assertFalse(now.has("ktrdr_budget_remaining_usd"));
        DeployedQueriesTest.OF_QUARKUS.forEach(name -> assertTrue(now.has(name), name));
        assertEquals(documented, now.own());
    }
}
