package io.ktrdr.coordinator.readiness;

import static io.ktrdr.coordinator.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.FakeWorkers.Behaviour;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks, from the trigger to the end of whoever has them. */
@QuarkusTest
class LocksTest extends CoordinatorTest {
    @AfterEach
    void all_adds_up() {
        loop.standsStill();
        assertNothingFound();
    }

    private static Map<String, String> read(String resource) {
        return Map.of("resource", resource, "mode", "read");
    }

    private static Map<String, String> write(String resource) {
        return Map.of("resource", resource, "mode", "write");
    }

    @SafeVarargs
    private static String trigger(Map<String, String>... locks) {
        return trigger("P1", locks);
    }

    @SafeVarargs
    private static String trigger(String priority, Map<String, String>... locks) {
        return tryTrigger(Map.of("brief", "locked", "force", true, "priority", priority, "locks", List.of(locks)))
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    @SafeVarargs
    private static ValidatableResponse ask(String id, Map<String, String>... locks) {
        return post("/api/v1/operations/" + id + "/locks", Map.of("locks", List.of(locks)));
    }

    private static String submit(Map<String, ?> body) {
        return post("/api/v1/tasks", body).statusCode(202).extract().path("operation_id");
    }

    private static ValidatableResponse locks() {
        return get("/api/v1/locks").statusCode(200);
    }

    private List<String> eventsOf(String id) {
        return get("/api/v1/operations/" + id + "/events").extract().path("items.type");
    }

    private void toTheEnd(String... researches) {
        for (String id : researches) {
            loop.turnUntilQuiet();
            completes(id, "training", TRAINED);
            loop.turnUntilQuiet();
            completes(id, "backtesting", BACKTESTED);
            loop.turnUntilQuiet();
            assertEquals("completed", statusOf(id));
        }
    }

    /** The worker did as it was asked: it reached a checkpoint and stopped. */
    private void handsBack(StartJob job) {
        eventually(() -> workers.handBacks().contains(job.claim()), () -> job.claim() + " is wanted back");
        report(
                        job,
                        new ResultReport(
                                job.workerId(),
                                job.incarnation(),
                                job.token(),
                                job.specSha256(),
                                JobState.FAILED,
                                null,
                                new Failure(FailureClass.DEFERRED, "handed_back", "Handed back"),
                                List.of()))
                .statusCode(200);
    }

    // ---- from the beginning --------------------------------------------------------------------------------------

    @Test
    void a_writer_keeps_others_waiting_until_it_has_ended_and_they_are_not_active() {
        trainingWorkers("t1", "t2");
        backtestWorkers("b1");
        String first = trigger(write("strategy:rsi_*"));
        loop.turnUntilQuiet();
        String second = trigger(read("strategy:rsi_7"));
        String third = trigger(read("strategy:rsi_7"));
        String other = trigger(write("strategy:macd_1"));
        loop.turnUntilQuiet();
        assertEquals("training", phaseOf(first));
        assertEquals("training", phaseOf(other));
        show(second)
                .body("status", equalTo("pending"))
                .body(
                        "waiting_reason",
                        equalTo("waiting for lock strategy:rsi_7 held by " + first + " (write), 0 ahead"));
        get("/api/v1/agent/status").body("capacity.active", equalTo(2)).body("capacity.queued", equalTo(2));
        locks().body("items.operation_id", contains(other, first))
                .body("items.find { it.operation_id == '" + first + "' }.mode", equalTo("write"))
                .body("waiting.operation_id", contains(second, third))
                .body("waiting.blocked_by", contains(first, first));
        toTheEnd(first);
        assertEquals("training", phaseOf(second));
        assertEquals("designing", phaseOf(third), "both read, there is no third worker");
        locks().body("items", hasSize(3)).body("waiting", empty());
        assertEquals(List.of(), database.texts("SELECT operation_id FROM resource_lock WHERE operation_id = ?", first));
        assertEquals(
                List.of("research.triggered", "research.waiting", "research.admitted"),
                eventsOf(second).subList(0, 3));
    }

    @Test
    void nobody_passes_an_earlier_one_that_wants_the_same_but_more_urgent_ones_come_before() {
        String reader = trigger(read("dataset:D/1m"));
        loop.turnUntilQuiet();
        String writer = trigger(write("dataset:D/1m"));
        String late = trigger(read("dataset:D/1m"));
        loop.turnUntilQuiet();
        assertEquals("waiting for lock dataset:D/1m held by " + reader + " (read), 0 ahead", waitingReasonOf(writer));
        assertEquals("waiting for lock dataset:D/1m, behind " + writer + " (write), 1 ahead", waitingReasonOf(late));
        String urgent = trigger("P0", read("dataset:D/1m"));
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(urgent));
        cancel(reader);
        cancel(urgent);
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(writer));
        assertEquals("waiting for lock dataset:D/1m held by " + writer + " (write), 0 ahead", waitingReasonOf(late));
    }

    @Test
    void tasks_and_researches_stand_in_the_same_line() {
        String research = trigger(read("dataset:D/1m"));
        loop.turnUntilQuiet();
        String task = submit(Map.of("task_type", "heartbeat", "locks", List.of(write("dataset:*"))));
        String late = trigger(read("dataset:E/1m"));
        loop.turnUntilQuiet();
        get("/api/v1/tasks/" + task)
                .body("status", equalTo("pending"))
                .body("waiting_reason", equalTo("waiting for lock dataset:* held by " + research + " (read), 0 ahead"));
        assertEquals("pending", statusOf(late));
        cancel(research);
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(task));
        assertEquals("running", statusOf(late));
    }

    @Test
    void any_end_lets_go() {
        trainingWorkers("t1");
        String failed = trigger(write("file:a"));
        loop.turnUntilQuiet();
        fails(failed, "training", FailureClass.JOB, "as the test asked");
        loop.turnUntilQuiet();
        assertEquals("failed", statusOf(failed));
        locks().body("items", empty());
        String unreadable = trigger(write("file:a"));
        database.sql("UPDATE operation SET request = '[]' WHERE id = ?", unreadable);
        String next = trigger(write("file:a"));
        loop.turnUntilQuiet();
        assertEquals("failed", statusOf(unreadable));
        assertEquals("training", phaseOf(next));
        cancel(next);
        locks().body("items", empty());
    }

    @Test
    void the_database_gives_no_lock_that_somebody_has_and_none_to_who_is_over() {
        String a = trigger(write("file:a"));
        loop.turnUntilQuiet();
        cancel(a);
        SQLException refused = assertThrows(
                SQLException.class,
                () -> database.execute(
                        "INSERT INTO resource_lock (operation_id, resource, mode) VALUES (?, 'file:a', 'read')", a));
        assertEquals("23000", refused.getSQLState());
    }

    @Test
    void a_research_that_waits_for_a_lock_leaves_its_place_to_others() {
        registry.has(WorkerType.TRAINING, "t1", workers.urlOf("t1"));
        loop.turnUntilQuiet();
        trigger(write("file:a"));
        loop.turnUntilQuiet();
        String waits = trigger(write("file:a"));
        loop.turnUntilQuiet();
        assertEquals("pending", statusOf(waits));
        // two places: one is active, one waits for a lock and does not count
        tryTrigger(Map.of("brief", "third")).statusCode(202);
        loop.turnUntilQuiet();
        tryTrigger(Map.of("brief", "fourth")).statusCode(429).body("code", equalTo("at_capacity"));
    }

    @Test
    void who_was_forced_in_and_waits_for_a_lock_does_not_wait_for_room_after_that() {
        registry.has(WorkerType.TRAINING, "t1", workers.urlOf("t1"));
        loop.turnUntilQuiet();
        String holds = trigger(write("file:a"));
        loop.turnUntilQuiet();
        trigger("second");
        trigger("third, beyond the limit");
        String forced = trigger(write("file:a"));
        loop.turnUntilQuiet();
        assertEquals("pending", statusOf(forced));
        trigger("fourth");
        cancel(holds);
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(forced));
    }

    @Test
    void a_retry_by_hand_has_the_same_locks() {
        String old = trigger(write("file:a"));
        loop.turnUntilQuiet();
        cancel(old);
        String again = post("/api/v1/operations/" + old + "/retry", Map.of("force", true))
                .statusCode(202)
                .extract()
                .path("operation_id");
        loop.turnUntilQuiet();
        locks().body("items.operation_id", contains(again)).body("items.resource", contains("file:a"));
    }

    @Test
    void what_is_no_lock_is_refused_and_changes_nothing() {
        tryTrigger(Map.of("brief", "x", "locks", List.of(Map.of("resource", "BTC", "mode", "rw"))))
                .statusCode(400)
                .body("violations.field", contains("locks[0].resource", "locks[0].mode"));
        String pending = trigger(write("file:a"));
        ask(pending, write("file:b")).statusCode(409).body("code", equalTo("illegal_state"));
        post("/api/v1/operations/" + pending + "/locks", null).statusCode(400);
        ask("op_nobody00", write("file:b")).statusCode(404);
        cancel(pending);
        ask(pending, write("file:b")).statusCode(409);
        get("/api/v1/locks?x=1").statusCode(400);
        locks().body("items", empty()).body("waiting", empty());
    }

    // ---- while running -------------------------------------------------------------------------------------------

    @Test
    void more_locks_that_are_free_are_given_without_disturbing_what_runs() {
        trainingWorkers("t1");
        String id = trigger(read("file:a"));
        loop.turnUntilQuiet();
        StartJob job = started(child(id, "training"));
        ask(id, write("file:b"), read("file:a")).statusCode(202).body("waiting.resource", contains("file:b"));
        loop.turnUntilQuiet();
        locks().body("items.resource", contains("file:a", "file:b")).body("waiting", empty());
        assertEquals(List.of(), workers.handBacks());
        report(job, completion(job, TRAINED)).statusCode(200);
        // asked again: nothing is asked for
        ask(id, write("file:b")).statusCode(202).body("waiting", empty());
    }

    @Test
    void who_has_to_wait_for_a_lock_gives_its_worker_back_and_goes_on_from_its_checkpoint() {
        trainingWorkers("t1", "t2");
        String has = trigger(write("file:b"));
        String wants = trigger(read("file:a"));
        loop.turnUntilQuiet();
        StartJob job = started(child(wants, "training"));
        ask(child(wants, "training"), write("file:b")).statusCode(202);
        loop.turn();
        show(wants)
                .body("status", equalTo("running"))
                .body("waiting_reason", equalTo("waiting for lock file:b held by " + has + " (write), 0 ahead"));
        post(
                        "/api/v1/jobs/" + job.claim() + "/checkpoint",
                        Map.of(
                                "worker_id", job.workerId(),
                                "incarnation", job.incarnation(),
                                "token", job.token(),
                                "checkpoint", Map.of("artifact", artifact(), "step", 7)))
                .statusCode(200);
        handsBack(job);
        loop.turnUntilQuiet();
        get("/api/v1/agent/status").body("capacity.active", equalTo(1));
        assertEquals(
                1, database.number("SELECT count(*) FROM operation WHERE parent_id = ? AND type = 'training'", wants));
        cancel(has);
        loop.turnUntilQuiet();
        StartJob again = started(child(wants, "training"));
        assertNotEquals(job.claim(), again.claim());
        assertEquals(2, again.attempt());
        assertEquals(7, Objects.requireNonNull(again.checkpoint()).step());
        assertEquals(null, waitingReasonOf(wants));
    }

    private static String artifact() {
        byte[] state = "state".getBytes(StandardCharsets.UTF_8);
        given().contentType("application/octet-stream")
                .body(state)
                .put("/api/v1/artifacts/" + Sha256.of("state"))
                .then()
                .statusCode(lessThan(300));
        return Sha256.of("state");
    }

    @Test
    void one_that_is_completed_before_it_could_give_its_worker_back_needs_no_lock_any_more() {
        trainingWorkers("t1", "t2");
        backtestWorkers("b1");
        String has = trigger(write("file:b"));
        String wants = trigger(read("file:a"));
        loop.turnUntilQuiet();
        StartJob job = started(child(wants, "training"));
        ask(wants, write("file:b")).statusCode(202);
        loop.turn();
        report(job, failure(job, FailureClass.JOB, "as the test asked")).statusCode(200);
        loop.turnUntilQuiet();
        assertEquals("failed", statusOf(wants));
        locks().body("items.operation_id", contains(has)).body("waiting", empty());
        String later = trigger(read("file:a"));
        loop.turnUntilQuiet();
        StartJob second = started(child(later, "training"));
        ask(later, write("file:b")).statusCode(202);
        loop.turn();
        report(second, completion(second, REJECTED)).statusCode(200);
        loop.turnUntilQuiet();
        // there is more to do: that waits
        show(later).body("status", equalTo("running")).body("waiting_reason", containsString("lock file:b"));
        cancel(has);
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(later));
    }

    @Test
    void a_worker_that_does_not_understand_is_made_to_stop() {
        trainingWorkers("t1", "t2");
        String has = trigger(write("file:b"));
        String wants = trigger(read("file:a"));
        loop.turnUntilQuiet();
        StartJob job = started(child(wants, "training"));
        workers.behaves(job.workerId(), Behaviour.KNOWS_NO_SUCH_JOB);
        ask(wants, write("file:b")).statusCode(202);
        eventually(
                () -> {
                    loop.turn();
                    return "failed".equals(statusOf(job.claim()));
                },
                () -> statusOf(job.claim()));
        show(job.claim()).body("error_code", equalTo("handed_back"));
        cancel(has);
        loop.turnUntilQuiet();
        assertEquals(2, started(child(wants, "training")).attempt());
    }

    @Test
    void a_circle_is_broken_by_the_one_that_loses_least_and_everybody_ends() {
        trainingWorkers("t1", "t2");
        backtestWorkers("b1");
        String a = trigger(write("file:a"));
        String b = trigger(write("file:b"));
        loop.turnUntilQuiet();
        StartJob jobOfA = started(child(a, "training"));
        StartJob jobOfB = started(child(b, "training"));
        ask(a, write("file:b")).statusCode(202);
        loop.turn();
        handsBack(jobOfA);
        loop.turnUntilQuiet();
        ask(b, write("file:a")).statusCode(202);
        loop.turnUntilQuiet();
        // a waits without a job, so that it loses nothing: b goes on as if nothing had happened
        assertTrue(
                eventsOf(a).contains("research.deadlocked"), () -> eventsOf(a).toString());
        assertEquals(1, database.number("SELECT deadlocks FROM operation WHERE id = ?", a));
        locks().body("items.operation_id", contains(b, b));
        assertEquals(null, waitingReasonOf(b));
        assertEquals(
                List.of(jobOfA.claim()), workers.handBacks().stream().distinct().toList());
        report(jobOfB, completion(jobOfB, TRAINED)).statusCode(200);
        loop.turnUntilQuiet();
        completes(b, "backtesting", BACKTESTED);
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(b));
        toTheEnd(a);
        locks().body("items", empty()).body("waiting", empty());
    }

    // ---- signs of life -------------------------------------------------------------------------------------------

    private void expire(String id) {
        database.sql("UPDATE resource_lock SET expires_at = now() - interval '1 s' WHERE operation_id = ?", id);
    }

    @Test
    void locks_are_renewed_as_long_as_their_holder_shows_life() {
        trainingWorkers("t1");
        String id = trigger(write("file:a"));
        loop.turnUntilQuiet();
        started(child(id, "training"));
        database.sql("UPDATE resource_lock SET expires_at = now() + interval '5 s'");
        long token = database.number("SELECT token FROM resource_lock");
        loop.turn();
        assertEquals(
                1,
                database.number("SELECT count(*) FROM resource_lock WHERE expires_at > now() + interval '1 minute'"));
        assertEquals(token, database.number("SELECT token FROM resource_lock"));
    }

    @Test
    void a_holder_that_nobody_hears_of_keeps_its_lock_raises_an_alert_and_its_attempt_is_fenced() {
        trainingWorkers("t1");
        String id = trigger(write("file:a"));
        loop.turnUntilQuiet();
        StartJob job = started(child(id, "training"));
        String waits = trigger(write("file:a"));
        loop.turnUntilQuiet();
        registry.goesDown();
        expire(id);
        database.sql(
                "UPDATE operation SET started_at = now() - interval '5 min', granted_at = now() - interval '5 min' WHERE id = ?",
                job.claim());
        database.sql("UPDATE leader_lease SET hearing_since = now() - interval '5 min'");
        loop.turn();
        get("/api/v1/alerts?state=active").body("items.rule", hasItem("lock_held_too_long"));
        show(job.claim()).body("status", equalTo("failed")).body("error_code", equalTo("locks_expired"));
        assertEquals("pending", statusOf(waits));
        report(job, completion(job, TRAINED)).statusCode(409);
        registry.comesBack();
        loop.turnUntilQuiet();
        get("/api/v1/alerts?state=active").body("items.rule", not(hasItem("lock_held_too_long")));
        locks().body("items.operation_id", contains(id));
    }

    @Test
    void nobody_is_fenced_because_there_was_no_coordinator_for_long() {
        trainingWorkers("t1");
        String id = trigger(write("file:a"));
        loop.turnUntilQuiet();
        StartJob job = started(child(id, "training"));
        long token = database.number("SELECT token FROM resource_lock");
        expire(id);
        database.sql("UPDATE leader_lease SET holder = 'gone', expires_at = now() - interval '1 s'");
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(job.claim()));
        get("/api/v1/alerts?state=active").body("items", empty());
        assertEquals(token, database.number("SELECT token FROM resource_lock WHERE expires_at > now()"));
        report(job, completion(job, TRAINED)).statusCode(200);
    }

    @Test
    void a_killed_worker_ends_its_operation_after_its_attempts_and_the_lock_is_free() {
        trainingWorkers("t1", "t2", "t3");
        String id = trigger(write("file:a"));
        loop.turnUntilQuiet();
        String waits = trigger(read("file:a"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            loop.turnUntilQuiet();
            StartJob job = started(child(id, "training"));
            registry.loses(job.claim(), LostReason.RESTARTED);
            loop.turnUntilQuiet();
        }
        assertEquals("failed", statusOf(id));
        assertEquals("running", statusOf(waits));
    }

    @Test
    void a_lock_that_is_held_for_very_long_raises_an_alert() {
        trigger(write("file:a"));
        loop.turnUntilQuiet();
        database.sql("UPDATE resource_lock SET granted_at = now() - interval '1 day'");
        loop.turn();
        get("/api/v1/alerts?state=active")
                .body("items.rule", contains("lock_held_too_long"))
                .body("items[0].message", containsString("file:a"));
    }

    @Test
    void a_new_leader_finds_the_locks_where_they_were() {
        trainingWorkers("t1");
        String id = trigger(write("file:a"));
        loop.turnUntilQuiet();
        String waits = trigger(write("file:a"));
        loop.turnUntilQuiet();
        database.sql("UPDATE leader_lease SET holder = 'gone', expires_at = now() - interval '1 s'");
        loop.turnUntilQuiet();
        locks().body("items.operation_id", contains(id)).body("waiting.operation_id", contains(waits));
    }

    @Test
    void many_who_want_the_same_get_it_one_after_the_other() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(submit(Map.of("task_type", "heartbeat", "locks", List.of(write("file:a"), read("file:" + i)))));
        }
        loop.turnUntilQuiet();
        statusesAre("completed", ids);
        locks().body("items", empty()).body("waiting", empty());
        assertEquals(0, database.number("""
                        SELECT count(*) FROM operation a JOIN operation b ON b.id > a.id
                         WHERE a.type = 'heartbeat' AND a.parent_id IS NULL AND b.type = 'heartbeat' AND b.parent_id IS NULL
                           AND a.started_at < b.finished_at AND b.started_at < a.finished_at"""));
    }

    @Test
    void nothing_is_locked_where_nothing_is_asked_for() {
        String id = trigger("free");
        loop.turnUntilQuiet();
        show(id).body("waiting_reason", equalTo(NO_TRAINING_WORKER)).body("error_code", nullValue());
        locks().body("items", empty());
    }
}
