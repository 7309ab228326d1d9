package io.ktrdr.cli.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.worker.RecoveryView;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Which workers do not end by themselves although they should, as the registry sees it. It is asked again and again, on a
 * thread of its own: one that hangs delays nobody, and one that does not answer condemns nobody.
 */
final class SickWorkers implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpRequest question;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile List<Verdict> verdicts = List.of();

    /**
     * A process is to be ended from outside.
     *
     * @param reason for people
     * @param since  as of {@link System#nanoTime}; a process that was started later is not meant
     */
    record Verdict(String worker, URI url, String reason, long since) {}

    SickWorkers(int registryPort) {
        question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registryPort + "/api/v1/workers"))
                .timeout(PATIENCE)
                .build();
    }

    void start() {
        Thread.ofPlatform().name("sick-workers").daemon().start(this::run);
    }

    /** As of the last answer. A worker is one of ours when it has the name and the address that ours was given. */
    Optional<Verdict> verdictOn(ProcessPlan plan) {
        String url = plan.environment().get("KTRDR_WORKER_URL");
        return verdicts.stream()
                .filter(verdict -> verdict.worker().equals(plan.name())
                        && verdict.url().toString().equals(url))
                .findFirst();
    }

    static List<Verdict> of(WorkerList workers, long now) {
        return workers.items().stream()
                .flatMap(worker -> of(worker, now).stream())
                .toList();
    }

    private static Optional<Verdict> of(WorkerView worker, long now) {
        RecoveryView recovery = worker.recovery();
        if (recovery == null || !recovery.terminate() || worker.state() != WorkerState.RECOVERY) {
            return Optional.empty();
        }
        long since = now - TimeUnit.MILLISECONDS.toNanos(recovery.forMs());
        return Optional.of(new Verdict(worker.workerId(), URI.create(worker.url()), recovery.reason(), since));
    }

    private void run() {
        try {
            while (!closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                verdicts = ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Verdict> ask() throws InterruptedException {
        try {
            // before it is asked: what it says is no newer than this
            long now = System.nanoTime();
            HttpResponse<String> answer = client.send(question, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? of(json.readValue(answer.body(), WorkerList.class), now) : List.of();
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
