package io.ktrdr.coordinator.audit;

import io.ktrdr.contracts.audit.AuditReport;
import io.ktrdr.contracts.audit.Finding;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.contracts.worker.WorkersApi;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** One look at everything: the database in one snapshot, and beside it what the registry says a moment before. */
@Singleton
final class Audit {
    private static final Logger LOG = Logger.getLogger(Audit.class);
    /** Of one rule; what breaks it a thousand times is one fault. */
    private static final int MOST_NAMED = 100;

    private final Database database;
    private final WorkersApi registry;

    Audit(Database database, WorkersApi registry) {
        this.database = database;
        this.registry = registry;
    }

    Uni<AuditReport> report() {
        return registry.list()
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "The registry does not answer");
                    return Optional.empty();
                })
                .chain(workers -> database.snapshot(connection -> report(connection, workers)));
    }

    private static Uni<AuditReport> report(SqlConnection connection, Optional<WorkerList> registry) {
        List<WorkerView> workers = registry.map(WorkerList::items).orElse(List.of());
        Uni<List<Violations>> broken = Multi.createFrom()
                .iterable(AuditSql.RULES)
                .onItem()
                .transformToUniAndConcatenate(rule -> violations(connection, rule))
                .collect()
                .asList();
        return broken.chain(found -> connection
                .preparedQuery(AuditSql.JOBS)
                .execute(Tuple.tuple().addValue(Reservations.claims(workers)))
                .map(rows -> registry.isEmpty() ? found : with(found, new Reservations(jobs(rows), workers)))
                .chain(all -> connection
                        .preparedQuery(AuditSql.CHECKED)
                        .execute()
                        .map(rows -> report(all, checked(rows.iterator().next(), workers), registry))));
    }

    /** @param total also those that are not named */
    private record Violations(List<Finding> named, long total) {}

    private static Uni<Violations> violations(SqlConnection connection, DatabaseRule rule) {
        return connection
                .preparedQuery(rule.sql())
                .execute(Tuple.of(MOST_NAMED))
                .map(rows -> new Violations(
                        stream(rows)
                                .map(row -> rule.rule().broken(row.getString("operation_id"), row.getString("detail")))
                                .toList(),
                        stream(rows)
                                .findFirst()
                                .map(row -> row.getLong("total"))
                                .orElse(0L)));
    }

    private static List<Violations> with(List<Violations> found, Reservations reservations) {
        List<Finding> findings = reservations.findings();
        List<Violations> all = new ArrayList<>(found);
        all.add(new Violations(findings, findings.size()));
        return all;
    }

    private static AuditReport report(
            List<Violations> found, Map<String, Long> checked, Optional<WorkerList> registry) {
        return new AuditReport(
                found.stream()
                        .flatMap(violations -> violations.named().stream())
                        .toList(),
                found.stream().mapToLong(Violations::total).sum(),
                checked,
                registry.isPresent()
                        ? List.of()
                        : List.of("The registry does not answer: reservations and workers were not compared."));
    }

    private static Map<String, Long> checked(Row row, List<WorkerView> workers) {
        Map<String, Long> checked = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            checked.put(row.getColumnName(i), row.getLong(i));
        }
        checked.put("workers", (long) workers.size());
        return checked;
    }

    private static List<Job> jobs(RowSet<Row> rows) {
        return stream(rows)
                .map(row -> new Job(
                        row.getString("id"),
                        OperationStatus.of(row.getString("status")),
                        row.getString("worker_id"),
                        row.getLong("token"),
                        row.getString("reservation")))
                .toList();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
