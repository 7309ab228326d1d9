package io.ktrdr.coordinator.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of submissions in {@code docs/tick-cost.md}. Run by {@code ./mvnw -Pbench verify}. */
@QuarkusTest
class TaskSubmitBenchmark extends CoordinatorTest {
    private static final int WARM_UP = 300;
    private static final int REQUESTS = 1_000;
    private static final int PLACES = 100;
    private static final int OLD_TASKS = 10_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> lines = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void submissions() throws Exception {
        accepted(WARM_UP);
        lines.add("| a submission is | old tasks | min | p50 | p99 | max |");
        lines.add("|---|---|---|---|---|---|");
        row("accepted | 0", accepted(REQUESTS));
        row("refused: all places are taken | 0", refused());
        oldTasks();
        row("accepted | 10,000", accepted(REQUESTS));
        row("refused: all places are taken | 10,000", refused());
        row("8 KiB written and durable (fsync) | ", durableWrites());
        Path report = Path.of("target", "bench", "task-submit.md");
        Files.createDirectories(report.getParent());
        Files.write(report, lines);
        lines.forEach(System.out::println);
    }

    private void oldTasks() {
        database.startOver();
        database.sql("""
                INSERT INTO operation (id, type, status, rank, request, started_at, finished_at, result)
                SELECT 'op_oldtask' || i, 'heartbeat', 'completed', now() - i * interval '1 s', '{"payload": {}}', now(), now(),
                       '{}'
                  FROM generate_series(1, ?) i
                """, OLD_TASKS);
        database.sql("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, spec, spec_sha256, epoch, agent_id, settled,
                                       started_at, finished_at, result)
                SELECT id || 'a', type, 'completed', rank, id, 'agent', '{}', repeat('0', 64), 1, 'agent-1', true, now(), now(),
                       '{}'
                  FROM operation
                """);
        database.sql("ANALYZE");
    }

    private List<Double> accepted(int howMany) throws Exception {
        List<Double> millis = new ArrayList<>();
        while (millis.size() < howMany) {
            makeRoom();
            for (int i = 0; i < PLACES && millis.size() < howMany; i++) {
                millis.add(submit(202));
            }
        }
        return millis;
    }

    private List<Double> refused() throws Exception {
        makeRoom();
        for (int i = 0; i < PLACES; i++) {
            submit(202);
        }
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            millis.add(submit(429));
        }
        return millis;
    }

    private void makeRoom() {
        database.sql("UPDATE operation SET status = 'cancelled', finished_at = now(), waiting_cause = NULL"
                + " WHERE status = 'pending'");
    }

    private double submit(int expected) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/api/v1/tasks"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"task_type\": \"heartbeat\"}"))
                .build();
        long start = System.nanoTime();
        int status =
                client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
        double millis = (System.nanoTime() - start) / 1e6;
        assertEquals(expected, status);
        return millis;
    }

    private List<Double> durableWrites() throws IOException {
        List<Double> millis = new ArrayList<>();
        try (FileChannel file =
                FileChannel.open(folder.resolve("yardstick"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < REQUESTS; i++) {
                file.write(ByteBuffer.allocate(8192));
                long start = System.nanoTime();
                file.force(false);
                millis.add((System.nanoTime() - start) / 1e6);
            }
        }
        return millis;
    }

    private void row(String name, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        String figures = String.join(
                " | ",
                Stream.of(0.0, 0.5, 0.99, 1.0)
                        .map(share -> String.format(
                                Locale.ROOT, "%.1f ms", sorted.get((int) Math.round(share * (sorted.size() - 1)))))
                        .toList());
        lines.add("| " + name + " | " + figures + " |");
    }
}
