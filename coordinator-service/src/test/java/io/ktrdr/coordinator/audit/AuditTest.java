package io.ktrdr.coordinator.audit;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault is planted into a sound database, past its constraints, and is found as itself alone. */
@QuarkusTest
class AuditTest extends CoordinatorTest {
    private static final String SHA = "a".repeat(64);

    /** Completed; in training on t1; in line for a training worker. */
    private String completed = "";

    private String training = "";
    private String waiting = "";

    @BeforeEach
    void a_sound_database() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        completed = inTraining("completed");
        completes(completed, "training", TRAINED);
        loop.turnUntilQuiet();
        completes(completed, "backtesting", BACKTESTED);
        loop.turnUntilQuiet();
        training = inTraining("training");
        started(child(training, "training"));
        waiting = trigger("waiting");
        loop.turnUntilQuiet();
        assertEquals(
                List.of("completed", "running", "running"),
                Stream.of(completed, training, waiting)
                        .map(CoordinatorTest::statusOf)
                        .toList());
        assertNothingFound();
    }

    /** "code operation" of each finding. */
    private static List<String> found() {
        return get("/api/v1/audit").statusCode(200).extract().jsonPath().getList("findings").stream()
                .map(finding -> {
                    Map<?, ?> fields = (Map<?, ?>) finding;
                    return fields.get("code") + " " + fields.get("operation_id");
                })
                .toList();
    }

    private void plant(String sql, Object... parameters) {
        database.pastConstraints(sql, parameters);
    }

    @Test
    void all_is_looked_at() {
        get("/api/v1/audit")
                .statusCode(200)
                .body("findings", hasSize(0))
                .body("total", equalTo(0))
                .body("unchecked", hasSize(0))
                .body("checked.researches", equalTo(3))
                .body("checked.steps", equalTo(8))
                .body("checked.events", greaterThan(20))
                .body("checked.budget_entries", greaterThan(3))
                .body("checked.workers", equalTo(2));
    }

    @Test
    void a_finding_says_what_it_means() {
        plant("UPDATE operation SET due_at = now() WHERE id = ?", completed);
        get("/api/v1/audit")
                .body("findings.code", contains("ended_but_waiting"))
                .body("findings.operation_id", contains(completed))
                .body("findings.meaning", contains("An operation that is over still waits for something."))
                .body("findings.detail", contains("completed, due"));
    }

    @Test
    void a_thousand_of_one_kind_are_counted_and_a_hundred_named() {
        plant("""
                INSERT INTO operation_event (operation_id, type)
                SELECT 'op_' || id, 'research.completed' FROM generate_series(100000, 100999) AS id""");
        plant("""
                INSERT INTO operation (id, type, status, phase, rank, finished_at)
                SELECT 'op_' || id, 'agent_research', 'completed', 'assessing', now(), now()
                  FROM generate_series(100000, 100999) AS id""");
        get("/api/v1/audit").body("findings", hasSize(100)).body("total", equalTo(1000));
    }

    @Test
    void a_step_that_goes_on_without_its_research() {
        // both sides of its events are sound, only the two do not go together
        plant(
                "UPDATE operation SET status = 'cancelled', finished_at = now(), waiting_cause = NULL WHERE id = ?",
                waiting);
        plant("INSERT INTO operation_event (operation_id, type) VALUES (?, 'research.cancelled')", waiting);
        assertEquals(List.of("child_of_ended_research " + child(waiting, "training")), found());
    }

    @Test
    void a_step_without_a_research() {
        plant("UPDATE operation SET parent_id = 'op_gone00' WHERE id = ?", child(completed, "backtesting"));
        assertEquals(List.of("child_without_research " + child("op_gone00", "backtesting")), found());
    }

    @Test
    void a_step_that_its_research_has_left_behind() {
        plant("UPDATE operation SET phase = 'assessing' WHERE id = ?", training);
        assertEquals(List.of("child_of_left_phase " + child(training, "training")), found());
    }

    @Test
    void two_steps_at_once() {
        plant("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, attempt, spec, spec_sha256)
                SELECT 'op_second', type, 'pending', rank, parent_id, executor, 2, spec, spec_sha256
                  FROM operation WHERE id = ?""", child(waiting, "training"));
        assertEquals(List.of("steps_at_once " + waiting), found());
    }

    @Test
    void a_lock_of_an_operation_that_is_over() {
        plant("INSERT INTO resource_lock (operation_id, resource, mode) VALUES (?, 'file:a', 'read')", completed);
        assertEquals(List.of("lock_of_ended " + completed), found());
    }

    @Test
    void two_locks_that_exclude_each_other() {
        String lock = "INSERT INTO resource_lock (operation_id, resource, mode, token, granted_at, expires_at)"
                + " VALUES (?, 'file:a', ?, ?::bigint, now(), now() + interval '1 h')";
        plant(lock, training, "read", "1");
        plant(lock, waiting, "write", "2");
        assertEquals(List.of("locked_twice " + (training.compareTo(waiting) < 0 ? training : waiting)), found());
    }

    @Test
    void an_attempt_that_was_begun_without_its_locks() {
        plant("INSERT INTO resource_lock (operation_id, resource, mode) VALUES (?, 'file:a', 'read')", training);
        assertEquals(List.of("begun_without_locks " + child(training, "training")), found());
    }

    @Test
    void a_step_completed_twice() {
        plant("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, attempt, spec, spec_sha256, finished_at,
                                       result, settled)
                SELECT 'op_second', type, status, rank, parent_id, executor, 2, spec, spec_sha256, finished_at, result, true
                  FROM operation WHERE id = ?""", child(completed, "training"));
        plant("INSERT INTO operation_event (operation_id, type) VALUES ('op_second', 'training.completed')");
        assertEquals(List.of("step_completed_twice " + completed), found());
    }

    @Test
    void a_research_that_nothing_moves() {
        String step = child(waiting, "training");
        plant("DELETE FROM operation WHERE id = ?", step);
        assertEquals(List.of("research_stuck " + waiting), found());
    }

    @Test
    void an_end_that_nobody_looked_at() {
        plant("UPDATE operation SET settled = false WHERE id = ?", child(completed, "training"));
        assertEquals(List.of("end_not_looked_at " + child(completed, "training")), found());
    }

    @Test
    void a_worker_that_is_kept_after_the_end() {
        String step = child(completed, "training");
        plant("UPDATE operation SET reservation = 'ended' WHERE id = ?", step);
        assertEquals(List.of(), found(), "the registry is told within a minute");
        plant("UPDATE operation SET finished_at = now() - interval '2 minutes' WHERE id = ?", step);
        assertEquals(List.of("ended_but_reserved " + step), found());
    }

    @Test
    void events_that_lead_elsewhere() {
        plant("UPDATE operation SET status = 'failed', error_message = 'e' WHERE id = ?", completed);
        assertEquals(List.of("events_disagree " + completed), found());
    }

    @Test
    void an_end_without_its_event() {
        plant("DELETE FROM operation_event WHERE operation_id = ? AND type = 'research.completed'", completed);
        assertEquals(List.of("events_disagree " + completed), found());
    }

    @Test
    void a_step_that_runs_by_its_events_only() {
        String step = child(waiting, "training");
        plant("INSERT INTO operation_event (operation_id, type) VALUES (?, 'training.granted')", step);
        assertEquals(List.of("events_disagree " + step), found());
    }

    @Test
    void a_research_that_was_never_triggered() {
        plant("DELETE FROM operation_event WHERE operation_id = ? AND type = 'research.triggered'", training);
        assertEquals(List.of("first_event_missing " + training), found());
    }

    @Test
    void a_step_that_never_began() {
        String step = child(completed, "backtesting");
        plant("DELETE FROM operation_event WHERE operation_id = ? AND type <> 'backtesting.completed'", step);
        assertEquals(List.of("first_event_missing " + step), found());
    }

    @Test
    void an_event_after_the_end() {
        plant("INSERT INTO operation_event (operation_id, type) VALUES (?, 'research.failed')", completed);
        assertEquals(List.of("event_after_end " + completed), found());
    }

    @Test
    void a_call_that_was_never_settled() {
        String step = child(completed, "agent_design");
        plant("UPDATE budget_entry SET settled_at = NULL, actual_usd = NULL WHERE operation_id = ?", step);
        assertEquals(List.of("cost_not_settled " + step), found());
    }

    @Test
    void artifacts_that_are_not_there() {
        String trained = child(completed, "training");
        String tested = child(completed, "backtesting");
        plant("UPDATE operation SET result = json_build_object('model', ?) WHERE id = ?", SHA, trained);
        plant(
                "UPDATE operation SET result = json_build_object('artifacts', json_build_object('trades', ?)) WHERE id = ?",
                SHA,
                tested);
        assertEquals(
                Stream.of(trained, tested)
                        .map("artifact_missing "::concat)
                        .sorted()
                        .toList(),
                found());
        plant("INSERT INTO artifact (sha256, content) VALUES (?, '')", SHA);
        assertNothingFound();
        String step = child(training, "training");
        plant("UPDATE operation SET checkpoint_step = 1, checkpoint_artifact = ? WHERE id = ?", "b".repeat(64), step);
        assertEquals(List.of("artifact_missing " + step), found());
    }

    @Test
    void a_reservation_that_nobody_holds() {
        registry.promises("b1", "op_unheld", 77);
        assertEquals(List.of("reservation_unheld op_unheld"), found());
    }

    @Test
    void a_reservation_of_what_is_over() {
        registry.promises("b1", child(completed, "backtesting"), 77);
        assertEquals(List.of("reservation_unheld " + child(completed, "backtesting")), found());
    }

    @Test
    void a_reservation_that_the_registry_does_not_have() {
        registry.forgetsWhatItPromised();
        assertEquals(List.of("reservation_missing " + child(training, "training")), found());
    }

    @Test
    void a_reservation_with_another_token_or_another_worker() {
        String step = child(training, "training");
        registry.promises("t1", step, 77);
        assertEquals(List.of("reservation_differs " + step), found());
        registry.promises("b1", step, started(step).token());
        assertEquals(List.of("reservation_differs " + step), found());
    }

    @Test
    void a_worker_that_runs_what_is_over() {
        StartJob job = workers.starts(child(completed, "training")).getLast();
        registry.hears("t1", job.claim(), job.token());
        assertEquals(List.of("worker_runs_ended " + job.claim()), found());
    }

    @Test
    void a_worker_that_runs_what_nobody_holds() {
        String step = child(training, "training");
        registry.hears("t1", step, started(step).token());
        assertNothingFound();
        registry.hears("t1", step, 77);
        assertEquals(List.of("worker_runs_unheld " + step), found());
        registry.hears("t1", "op_nobody", 78);
        assertEquals(List.of("worker_runs_unheld op_nobody"), found());
    }

    @Test
    void without_the_registry_the_rest_is_looked_at() {
        registry.goesDown();
        plant("UPDATE operation SET due_at = now() WHERE id = ?", completed);
        get("/api/v1/audit")
                .body("findings.code", contains("ended_but_waiting"))
                .body(
                        "unchecked",
                        contains("The registry does not answer: reservations and workers were not compared."));
    }
}
