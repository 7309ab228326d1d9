package io.ktrdr.faults.healing;

import io.ktrdr.faults.cluster.Cluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Keeps so many researches under way that every worker always has something to do. */
final class Workload implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final String UNDER_WAY =
            "SELECT count(*)::text FROM operation WHERE type = 'agent_research' AND finished_at IS NULL";
    /** Whether a step that was tried under one claim has been tried again, or is done. */
    private static final String GOES_ON = """
            SELECT 'goes on' FROM operation hit
              JOIN operation later ON later.parent_id = hit.parent_id AND later.type = hit.type
             WHERE hit.id = ? AND (later.attempt > hit.attempt AND later.started_at IS NOT NULL
                                   OR later.status = 'completed')
            """;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Cluster cluster;
    private final int wanted;
    private volatile boolean closed;

    Workload(Cluster cluster, int wanted) {
        this.cluster = cluster;
        this.wanted = wanted;
    }

    void start() {
        Thread.ofPlatform().name("workload").daemon().start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                int missing = wanted - first(UNDER_WAY).map(Integer::parseInt).orElse(wanted);
                for (int i = 0; i < missing; i++) {
                    trigger();
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trigger() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        cluster.directUrl("coordinator").resolve("/api/v1/agent/trigger"))
                .timeout(Duration.ofSeconds(2))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"brief\": \"Keep them busy\", \"force\": true, \"requested_by\": \"workload\"}"))
                .build();
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            // counted again at the next look
        }
    }

    boolean goesOn(String claim) {
        return first(GOES_ON, claim).isPresent();
    }

    /** Empty also while the database does not answer. */
    private Optional<String> first(String query, Object... parameters) {
        try (Connection connection = cluster.database("coordinator");
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
