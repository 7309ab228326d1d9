package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.coordinator.operation.OperationRows;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.research.Child;
import io.ktrdr.coordinator.research.Executor;
import io.ktrdr.coordinator.research.Research;
import io.ktrdr.coordinator.research.Transition;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The tick's statements. Their number does not depend on how many researches there are. */
@Singleton
final class TickStore {
    private final Database database;

    TickStore(Database database) {
        this.database = database;
    }

    Uni<List<Research>> due(long epoch, Collection<String> agentsAtWork, int pageSize) {
        return query(OperationSql.DUE_RESEARCHES, Tuple.of(epoch, agentsAtWork.toArray(String[]::new), pageSize))
                .chain(this::withChildren);
    }

    Uni<List<Research>> byId(Set<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : query(OperationSql.RESEARCHES_BY_ID, Tuple.of(ids.toArray(String[]::new)))
                        .chain(this::withChildren);
    }

    private Uni<List<Research>> withChildren(RowSet<Row> researches) {
        List<Row> rows = list(researches);
        if (rows.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        String[] ids = rows.stream().map(row -> row.getString("id")).toArray(String[]::new);
        return query(OperationSql.CHILDREN, Tuple.of(ids)).map(children -> assemble(rows, children));
    }

    private static List<Research> assemble(List<Row> researches, RowSet<Row> children) {
        Map<String, List<Child>> byParent = new HashMap<>();
        for (Row row : children) {
            byParent.computeIfAbsent(row.getString("parent_id"), id -> new ArrayList<>())
                    .add(OperationRows.child(row));
        }
        return researches.stream()
                .map(row -> OperationRows.research(row, byParent.getOrDefault(row.getString("id"), List.of())))
                .toList();
    }

    Uni<List<Line.Place>> lineHeads(int howMany) {
        return query(OperationSql.LINE_HEADS, Tuple.of(howMany))
                .map(rows -> list(rows).stream().map(TickStore::place).toList());
    }

    private static Line.Place place(Row row) {
        return new Line.Place(
                row.getString("id"),
                row.getString("parent_id"),
                Executor.of(row.getString("executor")),
                row.getInteger("priority"),
                row.getOffsetDateTime("rank"),
                OperationRows.strings(row, "avoid"));
    }

    Uni<List<Reserved>> reserved() {
        return query(OperationSql.RESERVED, Tuple.tuple())
                .map(rows -> list(rows).stream().map(TickStore::reserved).toList());
    }

    private static Reserved reserved(Row row) {
        String artifact = row.getString("checkpoint_artifact");
        return new Reserved(
                row.getString("id"),
                row.getString("parent_id"),
                Executor.of(OperationType.of(row.getString("type"))),
                OperationStatus.of(row.getString("status")),
                row.getInteger("attempt"),
                Objects.requireNonNull(OperationRows.assignment(row)),
                row.getString("reservation").equals("ended"),
                row.getBoolean("started"),
                row.getLong("granted_ms"),
                row.getString("spec"),
                row.getString("spec_sha256"),
                artifact == null ? null : new Checkpoint(artifact, row.getLong("checkpoint_step")));
    }

    /** Which of these agents' children are no longer theirs to run. */
    Uni<Set<String>> agentsToStop(Collection<String> running, long epoch) {
        return query(OperationSql.AGENTS_TO_STOP, Tuple.of(running.toArray(String[]::new), epoch))
                .map(TickStore::ids);
    }

    /** Ids of the researches whose transition was written; the others lost a race and are decided again. */
    Uni<Set<String>> apply(List<Transition> transitions, long epoch) {
        BulkRows rows = BulkRows.of(transitions);
        return query(
                        OperationSql.APPLY,
                        Tuple.of(
                                rows.researches.toString(),
                                rows.changes.toString(),
                                rows.births.toString(),
                                rows.events.toString(),
                                epoch))
                .map(TickStore::ids);
    }

    Uni<Void> failAlone(Research research, String reason, long epoch) {
        return query(OperationSql.FAIL_ALONE, Tuple.of(research.id(), research.version(), reason, epoch))
                .replaceWithVoid();
    }

    Uni<Void> closeReservations(Map<String, Long> ended, Set<String> lost, long epoch) {
        if (ended.isEmpty() && lost.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<String> claims = List.copyOf(ended.keySet());
        Long[] tokens = claims.stream().map(ended::get).toArray(Long[]::new);
        return query(
                        OperationSql.CLOSE_RESERVATIONS,
                        Tuple.of(claims.toArray(String[]::new), tokens, lost.toArray(String[]::new), epoch))
                .replaceWithVoid();
    }

    private Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return database.execute(sql, parameters);
    }

    private static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }

    private static Set<String> ids(RowSet<Row> rows) {
        Set<String> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getString("id")));
        return ids;
    }
}
