package io.ktrdr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.JobView;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerRegistration;
import io.ktrdr.contracts.worker.WorkerType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker that speaks the real protocol and only lets time pass: many of them fit into one process, so that what is measured
 * is not how many processes the machine can carry. As a real one it says at once when it begins and ends, and a result that
 * is still on its way does not occupy it. Unlike a real one it keeps no journal.
 */
final class StubWorker {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode TRAINED = json("""
            {"stub": true, "accuracy": 0.55, "loss": 0.68, "initial_loss": 0.70, "loss_decrease": 0.0286, "epochs": 10,
             "majority_accuracy": 0.51, "history": [], "artifacts": {}}""");
    private static final JsonNode BACKTESTED = json("""
            {"stub": true, "backtest": {"sharpe": 0.6, "max_drawdown": 0.10, "win_rate": 0.52, "trades": 40},
             "baselines": {"buy_and_hold_return": 0.03, "majority_accuracy": 0.51}, "artifacts": {}}""");

    private final WorkerType type;
    private final String id;
    private final StubCrew crew;
    private final HttpClient client;
    private long mark;
    private @Nullable StartJob running;

    StubWorker(WorkerType type, String id, StubCrew crew, HttpClient client) {
        this.type = type;
        this.id = id;
        this.crew = crew;
        this.client = client;
    }

    String id() {
        return id;
    }

    void register(URI url) throws IOException, InterruptedException {
        post(
                crew.registry() + "/api/v1/workers",
                new WorkerRegistration(id, type, incarnation(), url.toString(), 0, null, "stub"));
    }

    /** One at a time, or an older state could arrive last. */
    synchronized void beat() {
        StartJob job = running;
        RunningJob told = job == null ? null : new RunningJob(job.claim(), job.token(), false);
        try {
            post(
                    crew.registry() + "/api/v1/workers/" + id + "/heartbeat",
                    new Heartbeat(incarnation(), mark, told, false, null, null));
        } catch (IOException e) {
            crew.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Object answer = exchange.getRequestMethod().equals("POST")
                        && exchange.getRequestURI().getPath().endsWith("/jobs")
                ? started(JSON.readValue(body, StartJob.class))
                : Problem.of(ProblemCode.NOT_FOUND, "this stub only starts jobs");
        byte[] bytes = JSON.writeValueAsBytes(answer);
        boolean refused = answer instanceof Problem;
        exchange.getResponseHeaders().set("Content-Type", refused ? Problem.MEDIA_TYPE : "application/json");
        exchange.sendResponseHeaders(answer instanceof Problem problem ? problem.status() : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized Object started(StartJob start) {
        if (running == null && start.token() > mark) {
            running = start;
            mark = start.token();
            Thread.ofVirtual().start(this::beat);
            Thread.ofVirtual().start(() -> work(start));
        } else if (running == null || !running.claim().equals(start.claim())) {
            return Problem.of(ProblemCode.WORKER_BUSY, "this stub is busy, or was");
        }
        return new JobView(start.claim(), start.token(), JobState.RUNNING, 0, "stub");
    }

    private void work(StartJob job) {
        try {
            long begin = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(crew.jobLength().toNanos());
            long end = System.nanoTime();
            synchronized (this) {
                running = null;
            }
            Thread.ofVirtual().start(this::beat);
            post(crew.coordinator() + "/api/v1/jobs/" + job.claim() + "/result", result(job));
            crew.done(new StubCrew.Done(type, begin, end, System.nanoTime()));
        } catch (IOException e) {
            crew.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ResultReport result(StartJob job) {
        JsonNode result = switch (type) {
            case TRAINING -> TRAINED;
            case BACKTESTING -> BACKTESTED;
        };
        return new ResultReport(
                id, incarnation(), job.token(), job.specSha256(), JobState.COMPLETED, result, null, List.of());
    }

    private String incarnation() {
        return id + "-1";
    }

    private void post(String url, Object body) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(url + ": " + response.statusCode() + " " + response.body());
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
