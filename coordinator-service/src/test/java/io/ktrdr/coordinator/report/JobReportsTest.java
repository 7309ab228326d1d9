package io.ktrdr.coordinator.report;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.CheckpointReport;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.ProgressReport;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.research.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word counts about a job, and when. */
@QuarkusTest
class JobReportsTest extends CoordinatorTest {
    private static final byte[] WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);
    private static final String SHA256 = Sha256.of(WEIGHTS);

    private String research = "";

    @SuppressWarnings("NullAway.Init") // before each
    private StartJob job;

    @BeforeEach
    void oneTraining() {
        trainingWorkers("t1");
        research = inTraining("reported");
        job = started(child(research, "training"));
    }

    private ValidatableResponse progress(StartJob from, long step, double fraction) {
        return post(
                "/api/v1/jobs/" + from.claim() + "/progress",
                new ProgressReport(from.workerId(), from.incarnation(), from.token(), step, fraction, "step " + step));
    }

    private static void upload() {
        given().contentType("application/octet-stream")
                .body(WEIGHTS)
                .put("/api/v1/artifacts/" + SHA256)
                .then()
                .statusCode(204);
    }

    private StartJob withToken(long token) {
        return new StartJob(
                job.claim(),
                job.workerId(),
                job.incarnation(),
                token,
                job.jobType(),
                1,
                job.spec(),
                job.specSha256(),
                null);
    }

    private StartJob of(String workerId, String incarnation) {
        return new StartJob(
                job.claim(), workerId, incarnation, job.token(), job.jobType(), 1, job.spec(), job.specSha256(), null);
    }

    @Test
    void a_report_writes_its_child_and_the_research_moves_in_the_tick() {
        report(job, completion(job, TRAINED)).statusCode(200).body("accepted", equalTo(true));
        show(job.claim()).body("status", equalTo("completed")).body("result.model", equalTo("m"));
        assertEquals("training", phaseOf(research));
        loop.turn();
        assertEquals(NO_BACKTEST_WORKER, waitingReasonOf(research));
    }

    @Test
    void the_same_report_again_is_acknowledged_and_changes_nothing() {
        report(job, completion(job, TRAINED)).statusCode(200);
        String before = database.everything();
        report(job, completion(job, TRAINED)).statusCode(200);
        assertEquals(before, database.everything());
    }

    @Test
    void another_end_than_the_first_is_stale() {
        report(job, completion(job, TRAINED)).statusCode(200);
        String before = database.everything();
        report(job, failure(job, FailureClass.WORKER, "after all"))
                .statusCode(409)
                .body("code", equalTo("stale_token"));
        assertEquals(before, database.everything());
    }

    @Test
    void a_failed_job_has_no_result() {
        report(job, failure(job, FailureClass.WORKER, "out of memory")).statusCode(200);
        assertEquals("t", database.text("SELECT result IS NULL FROM operation WHERE id = ?", job.claim()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void another_token_is_stale(long off) {
        StartJob zombie = withToken(job.token() + off);
        String before = database.everything();
        report(job, completion(zombie, TRAINED)).statusCode(409).body("code", equalTo("stale_token"));
        progress(zombie, 1, 0.1).statusCode(409).body("code", equalTo("stale_token"));
        assertEquals(before, database.everything());
    }

    @ParameterizedTest
    @CsvSource({"t2, t1-1", "t1, t1-2"})
    void another_worker_or_incarnation_is_stale(String workerId, String incarnation) {
        StartJob other = of(workerId, incarnation);
        report(job, completion(other, TRAINED)).statusCode(409).body("code", equalTo("stale_token"));
        progress(other, 1, 0.1).statusCode(409).body("code", equalTo("stale_token"));
        assertEquals("running", statusOf(job.claim()));
    }

    @Test
    void a_result_of_another_spec_is_refused() {
        ResultReport other = new ResultReport(
                job.workerId(),
                job.incarnation(),
                job.token(),
                Sha256.of("another"),
                JobState.COMPLETED,
                Json.parse(TRAINED),
                null,
                List.of());
        report(job, other).statusCode(409).body("code", equalTo("spec_mismatch"));
        assertEquals("running", statusOf(job.claim()));
    }

    @Test
    void a_result_is_taken_once_its_artifacts_are_there() {
        ResultReport withModel = new ResultReport(
                job.workerId(),
                job.incarnation(),
                job.token(),
                job.specSha256(),
                JobState.COMPLETED,
                Json.parse(TRAINED),
                null,
                List.of(SHA256));
        report(job, withModel).statusCode(409).body("code", equalTo("artifact_missing"));
        assertEquals("running", statusOf(job.claim()));
        upload();
        report(job, withModel).statusCode(200);
        assertEquals("completed", statusOf(job.claim()));
    }

    @Test
    void progress_only_grows() {
        progress(job, 5, 0.5).statusCode(200).body("accepted", equalTo(true));
        progress(job, 3, 0.3).statusCode(200).body("accepted", equalTo(false));
        show(job.claim()).body("progress.fraction", equalTo(0.5f)).body("progress.message", equalTo("step 5"));
        progress(job, 6, 0.6).statusCode(200).body("accepted", equalTo(true));
        show(job.claim()).body("progress.fraction", equalTo(0.6f));
    }

    @Test
    void progress_of_what_is_over_is_stale() {
        report(job, completion(job, TRAINED)).statusCode(200);
        progress(job, 9, 0.9).statusCode(409).body("code", equalTo("stale_token"));
    }

    @Test
    void progress_writes_no_event_and_no_version() {
        long events = database.number("SELECT count(*) FROM operation_event");
        String version = database.text("SELECT version FROM operation WHERE id = ?", job.claim());
        progress(job, 5, 0.5).statusCode(200);
        assertEquals(events, database.number("SELECT count(*) FROM operation_event"));
        assertEquals(version, database.text("SELECT version FROM operation WHERE id = ?", job.claim()));
    }

    @Test
    void a_checkpoint_needs_its_artifact_and_never_goes_back() {
        checkpoint(SHA256, 10).statusCode(409).body("code", equalTo("artifact_missing"));
        upload();
        checkpoint(SHA256, 10).statusCode(200);
        checkpoint(SHA256, 7).statusCode(200);
        assertEquals("10", database.text("SELECT checkpoint_step FROM operation WHERE id = ?", job.claim()));
    }

    private ValidatableResponse checkpoint(String artifact, long step) {
        return post(
                "/api/v1/jobs/" + job.claim() + "/checkpoint",
                new CheckpointReport(job.workerId(), job.incarnation(), job.token(), new Checkpoint(artifact, step)));
    }

    @Test
    void of_report_and_cancel_the_first_commit_wins() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<Integer> answers = atOnce(
                    () -> report(job, completion(job, TRAINED)).extract().statusCode(),
                    () -> post("/api/v1/operations/" + research + "/cancel", null)
                            .extract()
                            .statusCode());
            assertEquals(200, answers.get(1), "the research is running: it can be cancelled");
            boolean reported = answers.get(0) == 200;
            assertEquals(reported ? "completed" : "cancelled", statusOf(job.claim()));
            assertEquals("cancelled", statusOf(research));
            assertTrue(reported || answers.get(0) == 409, "answer " + answers.get(0));
            nextRound();
        }
    }

    private void nextRound() {
        loop.turnUntilQuiet();
        registry.startOver();
        trainingWorkers("t1");
        research = inTraining("again");
        job = started(child(research, "training"));
    }

    private static List<Integer> atOnce(Callable<Integer> one, Callable<Integer> other) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(List.of(one, other))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            progress   | {}                                                                     | worker_id
            progress   | {"worker_id": "t1", "incarnation": "i", "fraction": 1.5}               | fraction
            progress   | {"worker_id": "t1", "incarnation": "i", "fraction": 0.5}               | message
            checkpoint | {"worker_id": "t1", "incarnation": "i"}                                | checkpoint
            result     | {"worker_id": "t1", "incarnation": "i"}                                | state
            result     | {"worker_id": "t1", "incarnation": "i", "state": "running"}            | state
            result     | {"worker_id": "t1", "incarnation": "i", "state": "completed"}          | result
            result     | {"worker_id": "t1", "incarnation": "i", "state": "failed"}             | failure
            result     | {"worker_id": "t1", "incarnation": "i", "state": "cancelled"}          | artifacts
            result     | {"worker_id": "t1", "incarnation": "i", "state": "cancelled", "artifacts": ["x"]} | artifacts
            result     | {"worker_id": "t1", "incarnation": "i", "state": "completed", "result": {"a": "b\\u0000"}, "artifacts": []} | result
            result     | {"worker_id": "t1", "incarnation": "i", "state": "failed", "failure": {"class": "worker", "code": "c\\u0000", "message": "m"}, "artifacts": []} | failure
            result     | {"worker_id": "t1", "incarnation": "i", "state": "failed", "failure": {"code": "c", "message": "m"}, "artifacts": []} | failure
            """)
    void what_cannot_be_a_report_is_named_and_changes_nothing(String kind, String body, String field) {
        String before = database.everything();
        post("/api/v1/jobs/" + job.claim() + "/" + kind, body)
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("violations[0].field", equalTo(field));
        assertEquals(before, database.everything());
    }

    @Test
    void nobody_can_report_about_an_unknown_job() {
        report(new StartJob("op_unknownjob", "t1", "t1-1", 1, job.jobType(), 1, "", "", null), completion(job, TRAINED))
                .statusCode(404);
    }
}
