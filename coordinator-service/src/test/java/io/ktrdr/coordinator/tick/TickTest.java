package io.ktrdr.coordinator.tick;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.ProgressReport;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncResponse.Stray;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.FakeWorkers.Behaviour;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong around one tick, and what the next makes of it. */
@QuarkusTest
class TickTest extends CoordinatorTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    TickConfig config;

    private String waitingForTraining(String brief) {
        String id = trigger(brief);
        loop.turnUntilQuiet();
        assertEquals("designing", phaseOf(id));
        return id;
    }

    private List<String> designed(int howMany) {
        List<String> ids =
                IntStream.range(0, howMany).mapToObj(i -> trigger("brief " + i)).toList();
        // not a tick more: their ends have not been looked at
        database.sql("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, spec, spec_sha256, epoch, started_at,
                                       finished_at, result)
                SELECT id || 'd', 'agent_design', 'completed', rank, id, 'agent', '{}', repeat('0', 64), 0, now(), now(),
                       '{"strategy": {"name": "s", "yaml": "y"}, "seed": 1}'
                  FROM operation WHERE type = 'agent_research'
                """);
        database.sql("UPDATE operation SET status = 'running', phase = 'designing', started_at = now(), version = 1"
                + " WHERE type = 'agent_research'");
        return ids;
    }

    // ---- one bad row ---------------------------------------------------------------------------------------------

    @Test
    void a_research_that_cannot_be_decided_fails_alone() {
        List<String> ids = designed(5);
        database.sql("UPDATE operation SET result = NULL WHERE parent_id = ?", ids.get(2));
        loop.turnUntilQuiet();
        show(ids.get(2))
                .body("status", equalTo("failed"))
                .body("error_message", containsString("completed without result"));
        ids.stream().filter(id -> !id.equals(ids.get(2))).forEach(id -> assertEquals("running", statusOf(id)));
        assertEquals(4, database.number("SELECT count(*) FROM operation WHERE type = 'training'"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 6})
    void a_research_that_cannot_be_stored_is_found_by_halving_and_fails_alone(int bad) {
        List<String> ids = designed(7);
        database.sql(
                "UPDATE operation SET result = '{\"strategy\": {\"name\": \"a\\u0000b\"}}' WHERE parent_id = ?",
                ids.get(bad));
        loop.turn();
        show(ids.get(bad)).body("status", equalTo("failed")).body("error_message", startsWith("Could not be stored"));
        assertEquals(
                6, database.number("SELECT count(*) FROM operation WHERE type = 'training' AND status = 'pending'"));
        assertFalse(loop.turn());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE operation SET request = '[1]' WHERE id = ?",
                "UPDATE operation SET request = NULL WHERE id = ?",
                "UPDATE operation SET waiting_cause = 'godot' WHERE id = ?",
                "UPDATE operation SET type = 'unheard_of' WHERE parent_id = ?",
                "UPDATE operation SET type = 'discovery' WHERE parent_id = ?",
                "UPDATE operation SET executor = 'backtesting' WHERE parent_id = ?",
                "UPDATE operation SET avoid = ARRAY[NULL] WHERE parent_id = ?",
                "UPDATE operation SET checkpoint_artifact = 'a' WHERE parent_id = ?",
                "UPDATE operation SET result = to_json(repeat('[', 2000))#>>'{}' WHERE parent_id = ?",
            })
    void a_research_that_cannot_be_read_fails_alone(String junk) {
        List<String> ids = designed(3);
        String bad = ids.get(1);
        try {
            database.execute(junk, bad);
        } catch (SQLException e) {
            return;
        }
        loop.turnUntilQuiet();
        show(bad).body("status", equalTo("failed")).body("error_message", startsWith("Cannot be read: "));
        assertEquals("failed", lastEvent(bad));
        ids.stream().filter(id -> !id.equals(bad)).forEach(id -> assertEquals("running", statusOf(id)));
    }

    private String lastEvent(String id) {
        String type = String.valueOf(
                database.text("SELECT type FROM operation_event WHERE operation_id = ? ORDER BY id DESC LIMIT 1", id));
        return type.substring(type.lastIndexOf('.') + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE operation SET type = 'unheard_of' WHERE id = ?",
                "UPDATE operation SET type = 'agent_design', epoch = NULL WHERE id = ?",
                "UPDATE operation SET epoch = 3 WHERE id = ?",
            })
    void a_reservation_that_cannot_be_read_fails_its_research_alone_and_is_closed(String junk) {
        trainingWorkers("t1", "t2");
        String bad = inTraining("bad");
        String claim = child(bad, "training");
        started(claim);
        String good = inTraining("good");
        database.sql(junk, claim);
        // nothing else calls for a look at it
        database.sql("UPDATE operation SET due_at = now() WHERE id = ?", junk.contains("epoch = 3") ? bad : good);
        loop.turnUntilQuiet();
        show(bad).body("status", equalTo("failed")).body("error_message", startsWith("Cannot be read: "));
        show(good).body("status", equalTo("running"));
        assertEquals("cancelled", database.text("SELECT status FROM operation WHERE id = ?", claim));
        assertEquals("cancelled", lastEvent(claim));
        completes(good, "training", TRAINED);
        loop.turnUntilQuiet();
        assertEquals(NO_BACKTEST_WORKER, waitingReasonOf(good));
        eventually(
                () -> {
                    loop.turn();
                    return reservationOf(claim).equals("closed");
                },
                () -> "its worker is free");
    }

    @Test
    void a_place_in_line_that_cannot_be_read_fails_its_research_alone() {
        String bad = waitingForTraining("bad");
        String good = waitingForTraining("good");
        database.sql("UPDATE operation SET type = 'unheard_of' WHERE id = ?", child(bad, "training"));
        database.sql("UPDATE operation SET avoid = ARRAY[NULL] WHERE parent_id = ? AND type = 'unheard_of'", bad);
        trainingWorkers("t1");
        loop.turnUntilQuiet();
        show(bad).body("status", equalTo("failed")).body("error_message", startsWith("Cannot be read: "));
        assertEquals("training", phaseOf(good));
    }

    // ---- races ---------------------------------------------------------------------------------------------------

    @Test
    void a_lost_race_waits_and_never_fails() {
        List<String> ids = designed(2);
        registry.duringNextSync(
                () -> database.sql("UPDATE operation SET version = version + 1 WHERE id = ?", ids.getFirst()));
        assertTrue(loop.turn(), "a lost race is decided again at once");
        assertEquals(
                0,
                database.number(
                        "SELECT count(*) FROM operation WHERE parent_id = ? AND type = 'training'", ids.getFirst()));
        assertEquals(NO_TRAINING_WORKER, waitingReasonOf(ids.getLast()));
        loop.turnUntilQuiet();
        assertEquals(NO_TRAINING_WORKER, waitingReasonOf(ids.getFirst()));
    }

    @Test
    void a_grant_whose_apply_was_lost_is_given_again_and_started_once() {
        trainingWorkers("t1");
        List<String> ids = designed(1);
        registry.duringNextSync(
                () -> database.sql("UPDATE operation SET version = version + 1 WHERE id = ?", ids.getFirst()));
        loop.turn();
        assertEquals(List.of(), workers.starts());
        loop.turn();
        StartJob start = started(child(ids.getFirst(), "training"));
        assertEquals(1, start.attempt());
        assertEquals(
                start.claim(),
                registry.syncs().getFirst().want().training().getFirst().claim());
        assertEquals(start.token(), database.number("SELECT token FROM operation WHERE id = ?", start.claim()));
        assertEquals(1, workers.starts(start.claim()).size());
    }

    @Test
    void a_research_cancelled_while_it_is_decided_stays_cancelled_and_starts_nothing() {
        trainingWorkers("t1");
        String id = designed(1).getFirst();
        registry.duringNextSync(() -> cancel(id));
        loop.turnUntilQuiet();
        assertEquals("cancelled", statusOf(id));
        assertEquals(List.of(), workers.starts());
        assertEquals(0, database.number("SELECT count(*) FROM operation WHERE type = 'training'"));
    }

    @Test
    void a_tick_whose_lease_was_taken_meanwhile_writes_nothing() {
        String id = designed(1).getFirst();
        registry.duringNextSync(() -> database.sql("UPDATE leader_lease SET holder = 'other', epoch = epoch + 1"));
        loop.turn();
        assertEquals(0, database.number("SELECT count(*) FROM operation WHERE type = 'training'"));
        assertEquals("1", database.text("SELECT version FROM operation WHERE id = ?", id));
    }

    @Test
    void what_a_tick_that_was_given_up_still_writes_comes_too_late() {
        String id = designed(1).getFirst();
        // as the next tick of the same coordinator does, while the statement of this one is still on its way
        registry.duringNextSync(() -> database.sql("UPDATE leader_lease SET turn = turn + 1"));
        loop.turn();
        assertEquals("1", database.text("SELECT version FROM operation WHERE id = ?", id));
        loop.turn();
        assertEquals("2", database.text("SELECT version FROM operation WHERE id = ?", id));
    }

    // ---- starts --------------------------------------------------------------------------------------------------

    @Test
    void a_start_is_sent_again_until_it_is_answered() {
        trainingWorkers("t1");
        workers.behaves("t1", Behaviour.ANSWERS_NOTHING);
        String id = triggered();
        String claim = child(id, "training");
        eventually(
                () -> {
                    loop.turn();
                    return workers.starts(claim).size() >= 3;
                },
                () -> "third start");
        assertEquals(
                1,
                workers.starts(claim).stream().map(StartJob::token).distinct().count());
        workers.behaves("t1", Behaviour.OBEYS);
        eventually(
                () -> {
                    loop.turn();
                    return database.text("SELECT started_at FROM operation WHERE id = ?", claim) != null;
                },
                () -> "answered start");
        int answered = workers.starts(claim).size();
        for (int i = 0; i < 5; i++) {
            loop.turn();
        }
        // one that was under way when the answer was written may still arrive
        assertTrue(workers.starts(claim).size() <= answered + 1, "started again and again");
    }

    private String triggered() {
        String id = trigger("started");
        loop.turnUntilQuiet();
        return id;
    }

    @Test
    void a_start_without_answer_for_ten_seconds_is_cancelled_and_then_another_attempt_begins() {
        trainingWorkers("t1");
        workers.behaves("t1", Behaviour.ANSWERS_NOTHING);
        String id = triggered();
        String claim = child(id, "training");
        database.sql("UPDATE operation SET granted_at = now() - interval '11 seconds' WHERE id = ?", claim);
        // the time alone decides nothing: there may have been no coordinator to ask
        eventually(
                () -> {
                    loop.turn();
                    return workers.starts(claim).size() >= 3;
                },
                () -> "asked again first");
        // while the worker does not even confirm the cancel, it may be running the job: nothing is decided
        loop.turn();
        assertEquals("running", statusOf(claim));
        workers.behaves("t1", Behaviour.OBEYS);
        eventually(
                () -> {
                    loop.turn();
                    return statusOf(claim).equals("failed");
                },
                () -> "attempt given up");
        assertEquals(
                "interrupted/start_unanswered",
                database.text("SELECT failure_class || '/' || failure_code FROM operation WHERE id = ?", claim));
        loop.turnUntilQuiet();
        assertEquals(2, started(child(id, "training")).attempt());
        assertEquals("running", statusOf(id));
    }

    @Test
    void a_refused_start_is_an_interrupted_attempt_and_the_next_one_follows() {
        trainingWorkers("t1");
        workers.behaves("t1", Behaviour.IS_BUSY);
        String id = trigger("refused");
        loop.turn();
        loop.agentsAreDone();
        loop.turn();
        String claim = child(id, "training");
        awaitStatus(claim, "failed");
        assertEquals(
                "interrupted/start_refused",
                database.text("SELECT failure_class || '/' || failure_code FROM operation WHERE id = ?", claim));
        workers.behaves("t1", Behaviour.OBEYS);
        loop.turnUntilQuiet();
        String next = child(id, "training");
        assertNotEquals(claim, next);
        assertEquals(2, started(next).attempt());
        assertTrue(registry.syncs().stream()
                .flatMap(sync -> sync.ended().stream())
                .anyMatch(ended -> ended.claim().equals(claim)));
        assertEquals("running", statusOf(id));
    }

    private @Nullable AttemptEnd toldOf(StartJob job) {
        List<SyncRequest.Ended> told = new ArrayList<>();
        eventually(
                () -> {
                    loop.turn();
                    registry.syncs().stream()
                            .flatMap(sync -> sync.ended().stream())
                            .filter(ended -> ended.claim().equals(job.claim()) && ended.token() == job.token())
                            .forEach(told::add);
                    return !told.isEmpty();
                },
                () -> "the registry is told of the end of " + job.claim());
        return told.getFirst().how();
    }

    @ParameterizedTest
    @CsvSource({"WORKER, FAILED_BY_WORKER", "JOB, OTHER", "INTERRUPTED, OTHER"})
    void the_registry_is_told_whether_a_failure_was_its_workers_fault(FailureClass blamed, AttemptEnd told) {
        trainingWorkers("t1");
        StartJob job = started(child(inTraining("blamed"), "training"));
        report(job, failure(job, blamed, "it broke")).statusCode(200);
        assertEquals(told, toldOf(job));
    }

    @Test
    void the_registry_is_told_of_a_success() {
        trainingWorkers("t1");
        String id = inTraining("good");
        StartJob job = started(child(id, "training"));
        completes(id, "training", TRAINED);
        assertEquals(AttemptEnd.COMPLETED, toldOf(job));
    }

    @Test
    void a_worker_whose_disk_is_full_is_avoided() {
        trainingWorkers("t1", "t2");
        workers.behaves("t1", Behaviour.DISK_IS_FULL);
        String id = triggered();
        String claim = child(id, "training");
        awaitStatus(claim, "failed");
        assertEquals(
                "worker/start_refused",
                database.text("SELECT failure_class || '/' || failure_code FROM operation WHERE id = ?", claim));
        loop.turnUntilQuiet();
        StartJob next = started(child(id, "training"));
        assertEquals(2, next.attempt());
        assertEquals("t2", next.workerId());
    }

    @Test
    void a_worker_that_answers_with_faults_only_is_given_up_when_the_registry_loses_it() {
        trainingWorkers("t1", "t2");
        workers.behaves("t1", Behaviour.ANSWERS_NOTHING);
        String id = triggered();
        String claim = child(id, "training");
        database.sql("UPDATE operation SET granted_at = now() - interval '1 minute' WHERE id = ?", claim);
        heardForAWhile("1 minute");
        eventually(
                () -> {
                    loop.turn();
                    return !workers.cancels().isEmpty();
                },
                () -> "given up");
        assertEquals("running", statusOf(claim), "it may run there");
        registry.loses(claim, LostReason.SILENT);
        loop.turnUntilQuiet();
        assertEquals("failed", statusOf(claim));
        assertEquals("t2", started(child(id, "training")).workerId());
    }

    @Test
    void a_start_that_cannot_be_read_fails_the_research_and_blames_no_worker() {
        trainingWorkers("t1");
        workers.behaves("t1", Behaviour.CANNOT_READ_THE_SPEC);
        String id = triggered();
        awaitStatus(child(id, "training"), "failed");
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("failed")).body("error_message", containsString("refused the start"));
        assertEquals(1, database.number("SELECT count(*) FROM operation WHERE type = 'training'"));
    }

    private void awaitStatus(String id, String status) {
        eventually(() -> statusOf(id).equals(status), () -> id + " " + status);
    }

    // ---- cancelling ----------------------------------------------------------------------------------------------

    @Test
    void a_cancelled_job_keeps_its_worker_until_the_worker_confirms() {
        trainingWorkers("t1");
        String id = inTraining("cancelled");
        StartJob job = started(child(id, "training"));
        workers.behaves("t1", Behaviour.KEEPS_RUNNING_WHEN_CANCELLED);
        cancel(id);
        assertEquals("cancelled", statusOf(job.claim()));
        eventually(
                () -> {
                    loop.turn();
                    return workers.cancels().size() >= 2;
                },
                () -> "the cancel is repeated");
        assertEquals("open", reservationOf(job.claim()));
        assertTrue(registry.lastSync().held().stream()
                .anyMatch(held -> held.claim().equals(job.claim())));

        workers.behaves("t1", Behaviour.OBEYS);
        eventually(
                () -> {
                    loop.turn();
                    return reservationOf(job.claim()).equals("closed");
                },
                () -> "the worker is free");
        assertTrue(registry.syncs().stream()
                .flatMap(sync -> sync.ended().stream())
                .anyMatch(ended -> ended.equals(new SyncRequest.Ended(job.claim(), job.token(), AttemptEnd.OTHER))));
        loop.turn();
        assertEquals(List.of(), registry.lastSync().held());
    }

    @Test
    void a_worker_that_knows_nothing_of_a_cancelled_job_is_free() {
        trainingWorkers("t1");
        String id = inTraining("cancelled");
        String claim = child(id, "training");
        started(claim);
        workers.behaves("t1", Behaviour.KNOWS_NO_SUCH_JOB);
        cancel(id);
        eventually(
                () -> {
                    loop.turn();
                    return reservationOf(claim).equals("closed");
                },
                () -> "the worker is free");
    }

    @Test
    void a_worker_that_dies_before_it_confirms_a_cancel_is_held_no_longer() {
        trainingWorkers("t1");
        String id = inTraining("cancelled");
        String claim = child(id, "training");
        started(claim);
        workers.behaves("t1", Behaviour.ANSWERS_NOTHING);
        cancel(id);
        loop.turn();
        assertEquals("open", reservationOf(claim));
        registry.loses(claim, LostReason.SILENT);
        loop.turn();
        assertEquals("closed", reservationOf(claim));
        loop.turn();
        assertEquals(List.of(), registry.lastSync().held());
    }

    @Test
    void the_report_of_a_cancelled_job_frees_its_worker() {
        trainingWorkers("t1");
        String id = inTraining("cancelled");
        StartJob job = started(child(id, "training"));
        cancel(id);
        report(job, completion(job, TRAINED)).statusCode(409).body("code", equalTo("stale_token"));
        assertEquals("ended", reservationOf(job.claim()));
        assertEquals("cancelled", statusOf(job.claim()));
    }

    @Test
    void a_stray_is_cancelled_under_its_own_token() {
        registry.sees(new Stray("t9", "t9-1", workers.urlOf("t9"), "op_nobodysjob", 77));
        loop.turn();
        eventually(() -> workers.cancels().contains("op_nobodysjob"), () -> "cancel of the stray");
    }

    private String reservationOf(String claim) {
        return String.valueOf(database.text("SELECT reservation FROM operation WHERE id = ?", claim));
    }

    // ---- losses --------------------------------------------------------------------------------------------------

    @Test
    void a_worker_silent_to_the_registry_alone_keeps_its_job() {
        trainingWorkers("t1");
        String id = inTraining("heard");
        String claim = child(id, "training");
        started(claim);
        registry.loses(claim, LostReason.SILENT);
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(claim));
    }

    @Test
    void a_new_leader_fails_nobody_for_silence_before_it_has_listened_for_a_whole_lease() {
        trainingWorkers("t1", "t2");
        String id = inTraining("unheard");
        String claim = child(id, "training");
        started(claim);
        // a long outage: nobody was there to be told anything, and the registry has given up the worker
        database.sql(
                "UPDATE operation SET granted_at = now() - interval '1 hour', started_at = now() - interval '1 hour'"
                        + " WHERE id = ?",
                claim);
        database.sql("UPDATE leader_lease SET holder = 'gone', expires_at = now() - interval '50 minutes'");
        registry.loses(claim, LostReason.SILENT);
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(claim));
        heardForAWhile("14 seconds");
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(claim));
        heardForAWhile("15 seconds");
        loop.turnUntilQuiet();
        assertEquals("failed", statusOf(claim));
        assertEquals(2, started(child(id, "training")).attempt());
    }

    private void heardForAWhile(String interval) {
        database.sql("UPDATE leader_lease SET hearing_since = now() - ?::interval", interval);
    }

    @ParameterizedTest
    @CsvSource({
        "SILENT, worker_silent, worker",
        "RESTARTED, worker_restarted, worker",
        "SUPERSEDED, fenced, interrupted"
    })
    void a_lost_job_goes_to_another_worker(LostReason reason, String code, String blame) {
        trainingWorkers("t1", "t2");
        String id = inTraining("lost");
        StartJob job = started(child(id, "training"));
        database.sql(
                "UPDATE operation SET granted_at = now() - interval '1 minute',"
                        + " started_at = now() - interval '1 minute' WHERE id = ?",
                job.claim());
        heardForAWhile("1 minute");
        registry.loses(job.claim(), reason);
        loop.turnUntilQuiet();
        assertEquals(
                "failed/" + code + "/" + blame + "/closed",
                database.text(
                        "SELECT concat_ws('/', status, failure_code, failure_class, reservation) FROM operation"
                                + " WHERE id = ?",
                        job.claim()));
        assertEquals(
                60,
                database.number("SELECT round((detail ->> 'unheard_seconds')::numeric, -1) FROM operation_event"
                        + " WHERE type = 'training.failed' AND operation_id = '" + job.claim() + "'"));
        StartJob next = started(child(id, "training"));
        assertEquals(2, next.attempt());
        assertTrue(next.token() > job.token());
        report(job, completion(job, TRAINED)).statusCode(409).body("code", equalTo("stale_token"));
        assertEquals("running", statusOf(next.claim()));
    }

    // ---- deadlines -----------------------------------------------------------------------------------------------

    private void agesTo(String claim, String interval) {
        heardForAWhile("1 day");
        database.sql(
                "UPDATE operation SET granted_at = now() - ?::interval, started_at = now() - ?::interval WHERE id = ?",
                interval,
                interval,
                claim);
    }

    private void tellsProgress(StartJob job, long step) {
        post(
                        "/api/v1/jobs/" + job.claim() + "/progress",
                        new ProgressReport(job.workerId(), job.incarnation(), job.token(), step, 0.5, "at " + step))
                .statusCode(200);
    }

    @Test
    void a_job_that_gets_no_further_fails_and_its_worker_stays_reserved_until_it_has_stopped() {
        trainingWorkers("t1", "t2");
        String id = inTraining("stuck");
        StartJob job = started(child(id, "training"));
        workers.behaves("t1", Behaviour.KEEPS_RUNNING_WHEN_CANCELLED);
        agesTo(job.claim(), "599 seconds");
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(job.claim()));
        agesTo(job.claim(), "601 seconds");
        loop.turnUntilQuiet();
        show(job.claim()).body("error_message", equalTo("Worker t1 made no progress for 601 s"));
        assertEquals(
                "failed/no_progress/worker/open",
                database.text(
                        "SELECT concat_ws('/', status, failure_code, failure_class, reservation) FROM operation"
                                + " WHERE id = ?",
                        job.claim()));
        StartJob next = started(child(id, "training"));
        assertEquals("t2", next.workerId());
        assertTrue(registry.lastSync().held().stream()
                .anyMatch(held -> held.claim().equals(job.claim())));

        workers.behaves("t1", Behaviour.OBEYS);
        eventually(
                () -> {
                    loop.turn();
                    return reservationOf(job.claim()).equals("closed");
                },
                () -> "the worker is free");
        assertEquals("running", statusOf(next.claim()));
    }

    @Test
    void progress_counts_and_not_age() {
        trainingWorkers("t1");
        String id = inTraining("slow but steady");
        StartJob job = started(child(id, "training"));
        tellsProgress(job, 1);
        agesTo(job.claim(), "3 days");
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(job.claim()));
    }

    @Test
    void a_job_that_is_heard_and_says_the_same_again_and_again_makes_no_progress() {
        trainingWorkers("t1");
        String id = inTraining("alive but stuck");
        StartJob job = started(child(id, "training"));
        tellsProgress(job, 7);
        agesTo(job.claim(), "3 days");
        database.sql("UPDATE operation_progress SET advanced_at = now() - interval '601 seconds'");
        tellsProgress(job, 7);
        loop.turnUntilQuiet();
        assertEquals("failed", statusOf(job.claim()));
        assertEquals("no_progress", database.text("SELECT failure_code FROM operation WHERE id = ?", job.claim()));
    }

    @Test
    void a_step_further_begins_the_deadline_anew() {
        trainingWorkers("t1");
        String id = inTraining("in time");
        StartJob job = started(child(id, "training"));
        tellsProgress(job, 7);
        agesTo(job.claim(), "3 days");
        database.sql("UPDATE operation_progress SET advanced_at = now() - interval '601 seconds'");
        tellsProgress(job, 8);
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(job.claim()));
    }

    @Test
    void a_new_leader_gives_everybody_the_whole_deadline() {
        trainingWorkers("t1");
        String id = inTraining("unheard");
        String claim = child(id, "training");
        started(claim);
        agesTo(claim, "1 hour");
        database.sql("UPDATE leader_lease SET holder = 'gone', expires_at = now() - interval '50 minutes'");
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(claim));
    }

    @Test
    void a_deadline_that_is_shorter_than_silence_is_refused_at_the_start() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> Tick.patience(config, deadlines(config.workerLease(), HOUR)));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("ktrdr.deadline.job must be longer than"));
        assertThrows(
                IllegalArgumentException.class, () -> Tick.patience(config, deadlines(HOUR, config.workerLease())));
        assertEquals(
                HOUR.toMillis(), Tick.patience(config, deadlines(HOUR, HOUR)).job());
    }

    private static DeadlineConfig deadlines(Duration job, Duration agent) {
        return new DeadlineConfig() {
            @Override
            public Duration job() {
                return job;
            }

            @Override
            public Duration agent() {
                return agent;
            }
        };
    }

    // ---- registry away -------------------------------------------------------------------------------------------

    @Test
    void without_the_registry_who_needs_a_worker_waits_and_others_go_on() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        String training = inTraining("training");
        String waiting = waitingForTraining("waiting");
        registry.goesDown();
        completes(training, "training", REJECTED);
        String fresh = trigger("fresh");
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(training));
        assertEquals("designing", phaseOf(fresh));
        assertEquals("waiting for a training worker, 1 ahead", waitingReasonOf(fresh));
        assertEquals("designing", phaseOf(waiting));
        registry.comesBack();
        loop.turnUntilQuiet();
        assertEquals("training", phaseOf(waiting));
    }

    // ---- terminal states -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"pending", "running", "completed", "failed"})
    void sql_refuses_to_revive_what_is_over(String revived) {
        String id = trigger("over");
        cancel(id);
        SQLException refusal = assertThrows(
                SQLException.class,
                () -> database.execute("UPDATE operation SET status = ? WHERE id = ?", revived, id));
        assertEquals("23000", refusal.getSQLState());
        assertEquals("cancelled", statusOf(id));
    }

    @Test
    void an_end_that_comes_after_the_end_of_its_research_changes_nothing() {
        trainingWorkers("t1");
        String id = inTraining("over");
        StartJob job = started(child(id, "training"));
        cancel(id);
        report(job, failure(job, FailureClass.WORKER, "late")).statusCode(409);
        loop.turnUntilQuiet();
        assertEquals("cancelled", statusOf(id));
        assertEquals(1, database.number("SELECT count(*) FROM operation WHERE type = 'training'"));
    }

    // ---- the queue -----------------------------------------------------------------------------------------------

    @Test
    void who_waits_for_capacity_goes_on_when_somebody_is_done() {
        loop.turn();
        String active =
                tryTrigger(Map.of("brief", "active")).statusCode(202).extract().path("operation_id");
        List<String> queued = Stream.of("first", "second")
                .map(brief -> tryTrigger(Map.of("brief", brief, "queue", true))
                        .statusCode(202)
                        .extract()
                        .<String>path("operation_id"))
                .toList();
        loop.turnUntilQuiet();
        assertEquals("waiting for capacity, 1 ahead", waitingReasonOf(queued.getLast()));
        cancel(active);
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(queued.getFirst()));
        assertEquals("waiting for capacity, 0 ahead", waitingReasonOf(queued.getLast()));
    }
}
