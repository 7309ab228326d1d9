package io.ktrdr.worker.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServices.Call;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.worker.ScriptedRunner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class JobDeskTest {
    @Inject
    ObjectMapper json;

    @TempDir
    Path folder;

    FakeServices services;
    Bench bench;

    @BeforeEach
    void open() {
        services = new FakeServices();
        bench = new Bench(folder, services, json, "incarnation-1");
    }

    @AfterEach
    void close() {
        bench.close();
        services.close();
    }

    @Test
    void result_reaches_the_coordinator_after_its_artifacts() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);

        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("completed", report.path("state").asText());
        assertEquals(
                Sha256.of(ScriptedRunner.SUCCEED), report.path("spec_sha256").asText());
        String sha256 = report.path("artifacts").path(0).asText();
        assertEquals(Sha256.of("artifact"), sha256);
        assertEquals(sha256, report.path("result").path("said").asText());
        assertEquals(1, services.calls("/op_a/result").size(), "no artifact was missing");
        bench.awaitState("op_a", JobState.COMPLETED);
        assertTrue(outboxFiles().isEmpty());
    }

    @Test
    void repeated_start_answers_with_the_state_and_runs_nothing_twice() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        bench.runner.awaitBegin();
        assertEquals(
                JobState.RUNNING, bench.start("op_a", 5, ScriptedRunner.WAIT).state());
        bench.cancel("op_a", 5);
        assertEquals(
                JobState.CANCELLED, bench.start("op_a", 5, ScriptedRunner.WAIT).state());
        assertEquals(1, bench.runner.runs());
    }

    @Test
    void of_many_concurrent_starts_one_runs() throws Exception {
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            long token = 10L + i;
            starts.add(() -> {
                try {
                    bench.start("op_" + token, token, ScriptedRunner.WAIT);
                    return true;
                } catch (ProblemException refused) {
                    return false;
                }
            });
        }
        int accepted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Boolean> start : threads.invokeAll(starts)) {
                accepted += start.get() ? 1 : 0;
            }
        }
        assertEquals(1, accepted);
        assertTrue(bench.runner.mostAtOnce() <= 1);
    }

    @Test
    void busy_worker_refuses_without_raising_its_mark() {
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        assertEquals(ProblemCode.WORKER_BUSY, refusal(() -> bench.start("op_b", 6, ScriptedRunner.WAIT)));
        assertEquals(5, bench.desk.activity().mark());
    }

    @Test
    void a_refusal_is_followed_by_word_to_the_registry() {
        AtomicInteger words = new AtomicInteger();
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        bench.desk.onChange(words::incrementAndGet);
        assertEquals(ProblemCode.WORKER_BUSY, refusal(() -> bench.start("op_b", 6, ScriptedRunner.WAIT)));
        assertEquals(1, words.get());
    }

    @Test
    void cancelled_job_stops_and_reports_nothing() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        services.await(call -> call.isTo("/op_a/progress"));

        assertEquals(JobState.CANCELLED, bench.cancel("op_a", 5).state());
        assertNull(bench.desk.activity().job());
        bench.start("op_b", 6, ScriptedRunner.SUCCEED);
        services.await(call -> call.isTo("/op_b/result"));
        assertTrue(services.calls("/op_a/result").isEmpty());
    }

    @Test
    void start_overtaken_by_its_cancel_stays_dead() throws Exception {
        assertEquals(JobState.CANCELLED, bench.cancel("op_a", 5).state());
        assertEquals(
                JobState.CANCELLED,
                bench.start("op_a", 5, ScriptedRunner.SUCCEED).state());
        assertEquals(0, bench.runner.runs());
    }

    @Test
    void job_that_will_not_stop_makes_the_process_give_up() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.STUBBORN);
        bench.runner.awaitBegin();
        var answer = bench.desk.cancel("op_a", new CancelJob("incarnation-1", 5));
        assertTrue(bench.stuck.await(10, TimeUnit.SECONDS));
        assertFalse(answer.isDone());
        bench.runner.letGo();
        assertEquals(JobState.CANCELLED, answer.get(10, TimeUnit.SECONDS).state());
    }

    @Test
    void failure_says_whose_fault_it_was() throws Exception {
        assertEquals("job bad_spec", failureOf("op_a", 5, ScriptedRunner.FAIL));
        assertEquals("worker unexpected", failureOf("op_b", 6, ScriptedRunner.CRASH));
        assertEquals("worker out_of_memory", failureOf("op_c", 7, ScriptedRunner.RUN_OUT_OF_MEMORY));
    }

    @Test
    void checkpoint_is_uploaded_before_it_is_reported_and_resumed_from() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.CHECKPOINT);
        JsonNode report = services.await(call -> call.isTo("/op_a/checkpoint")).body();
        String artifact = report.path("checkpoint").path("artifact").asText();
        long step = report.path("checkpoint").path("step").asLong();
        assertEquals(Sha256.of("state " + step), artifact);
        assertTrue(services.hasArtifact(artifact));
        bench.cancel("op_a", 5);

        bench.desk.start(bench.order("op_b", 6, ScriptedRunner.RESUME, new Checkpoint(artifact, step)));
        JsonNode result = services.await(call -> call.isTo("/op_b/result")).body();
        assertEquals(
                "state " + step + "@" + step, result.path("result").path("said").asText());
    }

    @Test
    void job_whose_checkpoint_is_gone_starts_from_the_beginning_and_says_so() throws Exception {
        Checkpoint lost = new Checkpoint(Sha256.of("lost"), 3);
        bench.desk.start(bench.order("op_a", 5, ScriptedRunner.RESUME, lost));
        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("from the beginning", report.path("result").path("said").asText());
        String said = services.await(call -> call.isTo("/op_a/progress"))
                .body()
                .path("message")
                .asText();
        assertTrue(said.startsWith("going on (from the beginning: The checkpoint cannot be fetched"), said);
    }

    @Test
    void job_whose_checkpoint_arrives_damaged_starts_from_the_beginning() throws Exception {
        String sha256 = Sha256.of("checkpoint");
        services.storeAs(sha256, "something else".getBytes(StandardCharsets.UTF_8));
        bench.desk.start(bench.order("op_a", 5, ScriptedRunner.RESUME, new Checkpoint(sha256, 3)));
        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("from the beginning", report.path("result").path("said").asText());
    }

    @Test
    void checkpoint_that_did_not_arrive_is_sent_again() throws Exception {
        services.refuseNext("/op_a/checkpoint", ProblemCode.UNAVAILABLE);
        bench.start("op_a", 5, ScriptedRunner.CHECKPOINT_ONCE);
        Call again = services.await(call -> call.isTo("/op_a/checkpoint") && call.answer() == 200);
        assertEquals(
                services.calls("/op_a/checkpoint").getFirst().body().path("checkpoint"),
                again.body().path("checkpoint"));
    }

    @Test
    void job_is_stopped_when_its_report_is_refused_as_stale() throws Exception {
        services.refuseNext("/op_a/progress", ProblemCode.STALE_TOKEN);
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        bench.awaitState("op_a", JobState.CANCELLED);
        assertTrue(services.calls("/op_a/result").isEmpty());
    }

    @Test
    void progress_is_sent_at_most_once_a_second() throws Exception {
        long begin = System.nanoTime();
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        services.await(call -> call.isTo("/op_a/progress"), 2);
        assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(950));
        JsonNode second = services.calls("/op_a/progress").get(1).body();
        assertTrue(second.path("step").asLong() > 1, "the latest wins");
        assertEquals(0.25, second.path("fraction").asDouble());
    }

    @Test
    void result_waits_for_the_coordinator_and_the_worker_takes_the_next_job() throws Exception {
        services.coordinatorGoesDown();
        bench.start("op_a", 5, ScriptedRunner.FAIL);
        services.await(call -> call.isTo("/op_a/result"));
        bench.awaitState("op_a", JobState.COMPLETING);

        bench.start("op_b", 6, ScriptedRunner.WAIT);
        services.coordinatorComesBack();
        services.await(call -> call.isTo("/op_a/result") && call.answer() == 200);
        bench.awaitState("op_a", JobState.FAILED);
    }

    @Test
    void cancel_of_a_job_whose_result_is_on_its_way_says_that_the_worker_is_free() throws Exception {
        services.coordinatorGoesDown();
        bench.start("op_a", 5, ScriptedRunner.FAIL);
        bench.awaitState("op_a", JobState.COMPLETING);
        assertEquals(JobState.FAILED, bench.cancel("op_a", 5).state());
    }

    @Test
    void missing_artifact_is_uploaded_again() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.UNAVAILABLE);
        services.refuseNext("/op_a/result", ProblemCode.ARTIFACT_MISSING);
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        services.await(call -> call.isTo("/op_a/result") && call.answer() == 200);
        assertEquals(2, services.calls("/artifacts/" + Sha256.of("artifact")).size());
    }

    @Test
    void stale_result_is_forgotten() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.STALE_TOKEN);
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        bench.awaitState("op_a", JobState.COMPLETED);
        assertTrue(outboxFiles().isEmpty());
        assertEquals(1, services.calls("/op_a/result").size());
    }

    @Test
    void refused_result_is_set_aside_with_its_artifacts() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.INVALID_REQUEST);
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        bench.awaitState("op_a", JobState.COMPLETED);
        Path rejected = folder.resolve("outbox/rejected");
        assertTrue(Files.isRegularFile(rejected.resolve("op_a-5.json")));
        assertEquals("artifact", Files.readString(rejected.resolve("op_a-5").resolve(Sha256.of("artifact"))));
        assertTrue(outboxFiles().isEmpty());
    }

    @Test
    void undelivered_result_survives_the_process() throws Exception {
        services.coordinatorGoesDown();
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        bench.awaitState("op_a", JobState.COMPLETING);
        bench.die();
        services.coordinatorComesBack();

        bench = new Bench(folder, services, json, "incarnation-2");
        Call delivered = services.await(call -> call.isTo("/op_a/result") && call.answer() == 200);
        assertEquals("incarnation-1", delivered.body().path("incarnation").asText());
        assertTrue(services.hasArtifact(Sha256.of("artifact")));
        bench.awaitState("op_a", JobState.COMPLETED);
        assertEquals(
                JobState.COMPLETED,
                bench.start("op_a", 5, ScriptedRunner.SUCCEED).state());
        assertEquals(0, bench.runner.runs());
    }

    @Test
    void mark_survives_the_process() throws Exception {
        bench.cancel("op_z", 9);
        bench.die();

        bench = new Bench(folder, services, json, "incarnation-2");
        assertEquals(9, bench.desk.activity().mark());
        assertEquals(ProblemCode.STALE_TOKEN, refusal(() -> bench.start("op_a", 8, ScriptedRunner.SUCCEED)));
        assertEquals(
                JobState.FAILED, bench.start("op_z", 9, ScriptedRunner.SUCCEED).state());
        assertEquals(0, bench.runner.runs());
    }

    @Test
    void job_that_died_with_its_process_is_reported_and_not_run_again() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.STUBBORN);
        bench.runner.awaitBegin();
        bench.die();
        Bench before = bench;

        bench = new Bench(folder, services, json, "incarnation-2");
        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("incarnation-1", report.path("incarnation").asText());
        assertEquals("worker", report.path("failure").path("class").asText());
        assertEquals("worker_restarted", report.path("failure").path("code").asText());
        bench.awaitState("op_a", JobState.FAILED);
        assertEquals(
                JobState.FAILED, bench.start("op_a", 5, ScriptedRunner.STUBBORN).state());
        assertEquals(0, bench.runner.runs());
        // a thread outlives its "process" here: it must not write its result into a folder that is being removed
        before.runner.letGo();
        before.awaitState("op_a", JobState.COMPLETING);
    }

    @Test
    void killed_between_report_and_journal_the_job_is_reported_once() throws Exception {
        services.coordinatorGoesDown();
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        bench.awaitState("op_a", JobState.COMPLETING);
        bench.die();
        Path journal = folder.resolve("journal.jsonl");
        Files.write(journal, Files.readAllLines(journal).subList(0, 1));
        services.coordinatorComesBack();

        bench = new Bench(folder, services, json, "incarnation-2");
        bench.awaitState("op_a", JobState.COMPLETED);
        bench.die();
        bench = new Bench(folder, services, json, "incarnation-3");
        bench.start("op_b", 6, ScriptedRunner.SUCCEED);
        services.await(call -> call.isTo("/op_b/result"));
        List<JsonNode> reports = services.calls("/op_a/result").stream()
                .filter(call -> call.answer() == 200)
                .map(Call::body)
                .toList();
        assertEquals(1, reports.size());
        assertEquals("completed", reports.getFirst().path("state").asText());
    }

    @Test
    void mark_is_at_least_what_journal_and_outbox_show() throws Exception {
        services.coordinatorGoesDown();
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        bench.awaitState("op_a", JobState.COMPLETING);
        bench.die();
        Files.delete(folder.resolve("mark"));
        services.coordinatorComesBack();

        bench = new Bench(folder, services, json, "incarnation-2");
        assertEquals(5, bench.desk.activity().mark());
        bench.awaitState("op_a", JobState.COMPLETED);
        assertEquals(
                JobState.COMPLETED,
                bench.start("op_a", 5, ScriptedRunner.SUCCEED).state());
        assertEquals(0, bench.runner.runs());
        bench.desk.tryDisk();
        assertEquals("5\n", Files.readString(folder.resolve("mark")));
    }

    @Test
    void job_is_stopped_when_its_checkpoint_is_refused_as_stale_and_the_next_is_taken() throws Exception {
        services.refuseNext("/op_a/checkpoint", ProblemCode.STALE_TOKEN);
        bench.start("op_a", 5, ScriptedRunner.CHECKPOINT_ONCE);
        bench.awaitState("op_a", JobState.CANCELLED);
        bench.start("op_b", 6, ScriptedRunner.SUCCEED);
        services.await(call -> call.isTo("/op_b/result"));
        assertTrue(services.calls("/op_a/result").isEmpty());
    }

    @Test
    void drained_worker_hands_its_job_back_from_a_last_checkpoint() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.CHECKPOINT);
        bench.desk.drain();

        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("interrupted", report.path("failure").path("class").asText());
        assertEquals("worker_drained", report.path("failure").path("code").asText());
        assertFalse(services.calls("/op_a/checkpoint").isEmpty());
        assertEquals(ProblemCode.WORKER_DRAINING, refusal(() -> bench.start("op_b", 6, ScriptedRunner.SUCCEED)));
        assertTrue(bench.desk.activity().draining());
    }

    @Test
    void drained_job_without_checkpoints_is_handed_back_as_well() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        bench.desk.drain();
        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("worker_drained", report.path("failure").path("code").asText());
    }

    @Test
    void job_that_is_wanted_back_stops_at_its_next_checkpoint_and_the_worker_is_free_for_others() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.CHECKPOINT);
        CancelJob order = new CancelJob(bench.me.incarnation(), 5);
        assertEquals(JobState.RUNNING, bench.desk.handBack("op_a", order).state());
        bench.desk.handBack("op_a", order);

        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("deferred", report.path("failure").path("class").asText());
        assertEquals("handed_back", report.path("failure").path("code").asText());
        assertFalse(services.calls("/op_a/checkpoint").isEmpty());
        bench.awaitState("op_a", JobState.FAILED);
        assertEquals(JobState.FAILED, bench.desk.handBack("op_a", order).state());
        bench.start("op_b", 6, ScriptedRunner.SUCCEED);
        bench.awaitState("op_b", JobState.COMPLETED);
    }

    @Test
    void job_without_checkpoints_that_is_wanted_back_is_stopped_when_its_time_is_over() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        bench.desk.handBack("op_a", new CancelJob(bench.me.incarnation(), 5));
        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("handed_back", report.path("failure").path("code").asText());
    }

    @Test
    void only_the_attempt_that_is_meant_is_handed_back() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        String me = bench.me.incarnation();
        assertEquals(ProblemCode.STALE_TOKEN, refusal(() -> bench.desk.handBack("op_a", new CancelJob(me, 4))));
        assertEquals(ProblemCode.SUPERSEDED, refusal(() -> bench.desk.handBack("op_a", new CancelJob("other", 5))));
        assertEquals(ProblemCode.NOT_FOUND, refusal(() -> bench.desk.handBack("op_b", new CancelJob(me, 5))));
        assertEquals(JobState.RUNNING, bench.desk.show("op_a").state());
    }

    @Test
    void superseded_worker_drops_its_job() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        bench.desk.supersede();
        bench.awaitState("op_a", JobState.CANCELLED);
        assertTrue(services.calls("/op_a/result").isEmpty());
    }

    @Test
    void mark_is_on_the_disk_before_the_start_is_answered() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.FAIL);
        assertEquals("5\n", Files.readString(folder.resolve("mark")));
    }

    @Test
    void journal_shows_one_job_after_the_other() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.FAIL);
        bench.awaitState("op_a", JobState.FAILED);
        bench.start("op_b", 6, ScriptedRunner.SUCCEED);
        bench.awaitState("op_b", JobState.COMPLETED);
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("journal.jsonl"))) {
            JsonNode parsed = json.readTree(line);
            lines.add(parsed.path("claim").asText() + " " + parsed.path("token").asLong() + " "
                    + parsed.path("state").asText());
        }
        assertEquals(List.of("op_a 5 running", "op_a 5 failed", "op_b 6 running", "op_b 6 completed"), lines);
    }

    private String failureOf(String claim, long token, String spec) throws Exception {
        bench.start(claim, token, spec);
        JsonNode failure = services.await(call -> call.isTo("/" + claim + "/result"))
                .body()
                .path("failure");
        bench.awaitState(claim, JobState.FAILED);
        return failure.path("class").asText() + " " + failure.path("code").asText();
    }

    private List<String> outboxFiles() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("rejected"))
                    .toList();
        }
    }

    private static ProblemCode refusal(Runnable order) {
        return assertThrows(ProblemException.class, order::run).code();
    }
}
