package io.ktrdr.faults.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.cluster.Signal;
import io.ktrdr.faults.inquest.Rest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** One fault and what it takes to get over it, again and again. Times are in seconds. */
final class Drill {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private static final String DESIGNED = """
            SELECT id FROM operation WHERE parent_id = ? AND type = 'agent_design' AND status = 'completed'
            """;
    /** The worker of an attempt that its worker has confirmed. */
    private static final String TRAINED = """
            SELECT worker_id FROM operation
             WHERE parent_id = ? AND type = 'training' AND attempt >= ? AND status = 'running' AND started_at IS NOT NULL
            """;

    private final Cluster cluster;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final ObjectMapper json = new ObjectMapper();

    Drill(Cluster cluster) {
        this.cluster = cluster;
    }

    interface Run {
        double seconds() throws Exception;
    }

    private interface Question<T> {
        Optional<T> ask() throws SQLException, IOException, InterruptedException;
    }

    List<Double> repeat(int runs, Run run) throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            atRest();
            seconds.add(run.seconds());
            cluster.processes().forEach(process -> cluster.signal(process, Signal.CONT));
            cancelAll();
        }
        return seconds;
    }

    private void atRest() throws InterruptedException {
        if (!new Rest(cluster).await(PATIENCE)) {
            throw new AssertionError("everything was to come to rest");
        }
    }

    /** From the fault until a research that was triggered after it has its design. */
    double untilDesigned(Runnable fault) throws InterruptedException {
        long start = System.nanoTime();
        fault.run();
        String research = trigger();
        await("design of " + research, () -> first(DESIGNED, research));
        return since(start);
    }

    /** From the fault until a research that was triggered after it has begun its training. */
    double untilTrained(Runnable fault) throws InterruptedException {
        long start = System.nanoTime();
        fault.run();
        String research = trigger();
        await("training of " + research, () -> first(TRAINED, research, 1));
        return since(start);
    }

    /** From the fault on the worker that trains until the next attempt has begun. */
    double untilTrainedAgain(Consumer<String> fault) throws InterruptedException {
        String research = trigger();
        String worker = await("training of " + research, () -> first(TRAINED, research, 1));
        long start = System.nanoTime();
        fault.accept(worker);
        await("second training of " + research, () -> first(TRAINED, research, 2));
        return since(start);
    }

    /** From the kill of a process until its successor is ready. */
    double untilReady(String process) throws InterruptedException {
        long killed = cluster.signal(process, Signal.KILL).orElseThrow();
        long start = System.nanoTime();
        await(process, () -> {
            long now = cluster.pid(process).orElse(killed);
            return now != killed && cluster.isReady(process) ? Optional.of(now) : Optional.empty();
        });
        return since(start);
    }

    /** The coordinator that ticks. */
    String leader() {
        return cluster.coordinators().stream()
                .filter(this::leads)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody ticks"));
    }

    private boolean leads(String coordinator) {
        try {
            URI health = cluster.directUrl(coordinator).resolve("/q/health/ready");
            String answer = http.send(
                            HttpRequest.newBuilder(health)
                                    .timeout(Duration.ofSeconds(2))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return json.readTree(answer).findValuesAsText("leading").contains("true");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks every coordinator in turn until one has said yes; its id. */
    private String trigger() throws InterruptedException {
        String key = UUID.randomUUID().toString();
        return await("answer to a trigger", () -> {
            for (String coordinator : cluster.coordinators()) {
                Optional<JsonNode> answer = post(
                        cluster.directUrl(coordinator).resolve("/api/v1/agent/trigger"),
                        key,
                        "{\"brief\": \"A drill\", \"force\": true, \"requested_by\": \"drill\"}");
                if (answer.isPresent()) {
                    return answer.map(body -> body.path("operation_id").asText());
                }
            }
            return Optional.empty();
        });
    }

    private Optional<JsonNode> post(URI address, String key, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(1))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() < 300 ? Optional.of(json.readTree(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void cancelAll() throws InterruptedException {
        await("end of what is under way", () -> {
            for (String research :
                    all("SELECT id FROM operation WHERE type = 'agent_research' AND finished_at IS NULL")) {
                for (String coordinator : cluster.coordinators()) {
                    post(
                            cluster.directUrl(coordinator).resolve("/api/v1/operations/" + research + "/cancel"),
                            UUID.randomUUID().toString(),
                            "");
                }
            }
            return all("SELECT id FROM operation WHERE type = 'agent_research' AND finished_at IS NULL")
                            .isEmpty()
                    ? Optional.of(true)
                    : Optional.empty();
        });
    }

    private Optional<String> first(String query, Object... parameters) throws SQLException {
        return all(query, parameters).stream().findFirst();
    }

    private List<String> all(String query, Object... parameters) throws SQLException {
        try (Connection connection = cluster.database("coordinator");
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private static <T> T await(String what, Question<T> question) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                Optional<T> answer = question.ask();
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (SQLException | IOException e) {
                // away, as the drill has it
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new AssertionError("never came: " + what);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
