package io.ktrdr.faults.inquest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.inquest.Evidence.Event;
import io.ktrdr.faults.inquest.Evidence.JournalEntry;
import io.ktrdr.faults.inquest.Evidence.Operation;
import io.ktrdr.faults.inquest.Evidence.Reservation;
import io.ktrdr.faults.inquest.Evidence.Worker;
import io.ktrdr.faults.load.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads databases and workers' folders of a cluster that has come to rest. */
final class EvidenceTaking {
    private static final String OPERATIONS = """
            SELECT id, type, status, parent_id, attempt, coalesce(executor IN ('training', 'backtesting'), false),
                   failure_class, failure_code, error_message, settled, worker_id, incarnation, token, reservation,
                   idempotency_key
              FROM operation ORDER BY created_at, id
            """;
    private static final String EVENTS = "SELECT operation_id, type FROM operation_event ORDER BY id";
    private static final String RESERVATIONS = "SELECT claim, worker_id, token FROM reservation";
    /** Lost: not heard for half a minute, whatever the lease. */
    private static final String WORKERS = """
            SELECT w.id, l.last_heard < clock_timestamp() - interval '30 s', w.drained, l.job_claim, l.mark
              FROM worker w JOIN liveness l ON l.worker_id = w.id
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final Cluster cluster;

    EvidenceTaking(Cluster cluster) {
        this.cluster = cluster;
    }

    Evidence take(Set<String> orders, List<Receipt> receipts) throws SQLException, IOException {
        Map<String, List<JournalEntry>> journals = new LinkedHashMap<>();
        List<String> unsent = new ArrayList<>();
        for (String worker : cluster.workers()) {
            journals.put(worker, journal(cluster.journal(worker)));
            unsent.addAll(unsent(worker));
        }
        try (Connection coordinator = cluster.database("coordinator");
                Connection registry = cluster.database("registry")) {
            return new Evidence(
                    orders,
                    receipts,
                    rows(coordinator, OPERATIONS, EvidenceTaking::operation),
                    rows(coordinator, EVENTS, row -> new Event(row.getString(1), row.getString(2))),
                    journals,
                    unsent,
                    rows(
                            registry,
                            RESERVATIONS,
                            row -> new Reservation(row.getString(1), row.getString(2), row.getLong(3))),
                    rows(
                            registry,
                            WORKERS,
                            row -> new Worker(
                                    row.getString(1),
                                    row.getBoolean(2),
                                    row.getBoolean(3),
                                    row.getString(4),
                                    row.getLong(5))));
        }
    }

    private static Operation operation(ResultSet row) throws SQLException {
        return new Operation(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                row.getBoolean(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getBoolean(10),
                row.getString(11),
                row.getString(12),
                row.getObject(13, Long.class),
                row.getString(14),
                row.getString(15));
    }

    private List<JournalEntry> journal(Path file) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                JsonNode entry = json.readTree(line);
                entries.add(new JournalEntry(
                        entry.path("claim").asText(),
                        entry.path("token").asLong(),
                        entry.path("state").asText(),
                        entry.path("incarnation").asText()));
            }
        }
        return entries;
    }

    /** Names of the files in a worker's outbox, those refused for good included. */
    private List<String> unsent(String worker) throws IOException {
        Path outbox = cluster.journal(worker).resolveSibling("outbox");
        if (!Files.exists(outbox)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(outbox)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> worker + " " + outbox.relativize(file))
                    .toList();
        }
    }

    /** Those in the outbox that are still to be sent. */
    List<String> undelivered(String worker) throws IOException {
        return unsent(worker).stream()
                .filter(result -> !result.contains("rejected"))
                .toList();
    }

    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    static <T> List<T> rows(Connection connection, String sql, Reading<T> reading) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(reading.of(result));
            }
        }
        return rows;
    }
}
