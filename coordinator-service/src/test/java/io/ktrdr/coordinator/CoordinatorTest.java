package io.ktrdr.coordinator;

import static io.ktrdr.coordinator.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.tick.Loop;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** The coordinator on a real Postgres, with registry and workers at the network's edge, as people and workers meet it. */
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = FakeWorld.class, restrictToAnnotatedClass = false)
public abstract class CoordinatorTest {
    protected static final String TRAINED = """
            {"accuracy": 0.55, "loss": 0.68, "loss_decrease": 0.02, "epochs": 3, "history": [], "majority_accuracy": 0.51,
             "model": "m"}""";
    protected static final String REJECTED = TRAINED.replace("0.55", "0.05");
    protected static final String BACKTESTED = """
            {"backtest": {"win_rate": 0.5, "max_drawdown": 0.1, "sharpe": 0.4, "trades": 9},
             "baselines": {"buy_and_hold_return": 0.07}, "artifacts": {"equity_curve": "e", "trades": "t"}}""";

    protected static final String NO_TRAINING_WORKER = "waiting for a training worker, none registered or all drained";
    protected static final String NO_BACKTEST_WORKER = "waiting for a backtest worker, none registered or all drained";

    @Inject
    protected TestDatabase database;

    @Inject
    protected Loop loop;

    @SuppressWarnings("NullAway.Init") // by FakeWorld
    protected FakeRegistry registry;

    @SuppressWarnings("NullAway.Init") // by FakeWorld
    protected FakeWorkers workers;

    @BeforeEach
    void startOver() {
        loop.standsStill();
        workers.startOver();
        registry.startOver();
        database.startOver();
    }

    protected void trainingWorkers(String... ids) {
        List.of(ids).forEach(id -> registry.has(WorkerType.TRAINING, id, workers.urlOf(id)));
    }

    protected void backtestWorkers(String... ids) {
        List.of(ids).forEach(id -> registry.has(WorkerType.BACKTESTING, id, workers.urlOf(id)));
    }

    // ---- people --------------------------------------------------------------------------------------------------

    protected static ValidatableResponse tryTrigger(Map<String, ?> body) {
        return post("/api/v1/agent/trigger", body);
    }

    /** Its id. */
    protected static String trigger(String brief) {
        return tryTrigger(Map.of("brief", brief, "force", true))
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    protected static ValidatableResponse post(String path, @Nullable Object body) {
        var request = given().contentType(ContentType.JSON);
        return (body == null ? request : request.body(body)).post(path).then();
    }

    protected static ValidatableResponse get(String path) {
        return given().get(path).then();
    }

    protected static ValidatableResponse show(String id) {
        return get("/api/v1/operations/" + id).statusCode(200);
    }

    protected static String statusOf(String id) {
        return show(id).extract().path("status");
    }

    protected static String phaseOf(String id) {
        return show(id).extract().path("phase");
    }

    protected static @Nullable String waitingReasonOf(String id) {
        return show(id).extract().path("waiting_reason");
    }

    protected static void cancel(String id) {
        post("/api/v1/operations/" + id + "/cancel", null).statusCode(200);
    }

    protected interface Numbered<T> {
        T call(int i) throws Exception;
    }

    protected static <T> List<T> atOnce(int howMany, Numbered<T> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> calls = IntStream.range(0, howMany)
                    .<Callable<T>>mapToObj(i -> () -> call.call(i))
                    .toList();
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    // ---- workers -------------------------------------------------------------------------------------------------

    /** The newest child of a research in this phase. */
    protected String child(String research, String type) {
        return Objects.requireNonNull(
                database.text(
                        "SELECT id FROM operation WHERE parent_id = ? AND type = ? ORDER BY attempt DESC",
                        research,
                        type),
                () -> research + " has no " + type);
    }

    /** The order that a worker was given for this child, once it has come and its answer has been written down. */
    protected StartJob started(String claim) {
        eventually(
                () -> database.number("SELECT count(*) FROM operation WHERE id = ? AND started_at IS NOT NULL", claim)
                        == 1,
                () -> "start of " + claim);
        return workers.starts(claim).getLast();
    }

    protected static ResultReport completion(StartJob job, String result) {
        return new ResultReport(
                job.workerId(),
                job.incarnation(),
                job.token(),
                job.specSha256(),
                JobState.COMPLETED,
                Json.parse(result),
                null,
                List.of());
    }

    protected static ResultReport failure(StartJob job, FailureClass blame, String message) {
        return new ResultReport(
                job.workerId(),
                job.incarnation(),
                job.token(),
                job.specSha256(),
                JobState.FAILED,
                null,
                new Failure(blame, "test", message),
                List.of());
    }

    protected static ValidatableResponse report(StartJob job, ResultReport report) {
        return post("/api/v1/jobs/" + job.claim() + "/result", report);
    }

    protected void completes(String research, String type, String result) {
        StartJob job = started(child(research, type));
        report(job, completion(job, result)).statusCode(200);
    }

    protected void fails(String research, String type, FailureClass blame, String message) {
        StartJob job = started(child(research, type));
        report(job, failure(job, blame, message)).statusCode(200);
    }

    /** Triggered, designed, and training on a worker. */
    protected String inTraining(String brief) {
        String id = trigger(brief);
        loop.turnUntilQuiet();
        assertEquals("training", phaseOf(id));
        return id;
    }

    /** What is written down adds up, and goes with what the registry says. */
    protected static void assertNothingFound() {
        assertEquals(List.of(), get("/api/v1/audit").statusCode(200).extract().path("findings"));
    }

    protected void statusesAre(String expected, List<String> ids) {
        ids.forEach(id -> assertEquals(expected, statusOf(id), id));
    }
}
