package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.contracts.operation.OperationEventList;
import io.ktrdr.contracts.operation.OperationPage;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.readiness.LockView;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads operations and their timelines. */
@Singleton
public final class OperationReader {
    private final Database database;
    private final LockView locks;

    OperationReader(Database database, LockView locks) {
        this.database = database;
        this.locks = locks;
    }

    Uni<OperationPage> page(@Nullable String type, @Nullable String status, PageRequest page) {
        int limit = page.limit();
        Cursor after = page.after();
        Tuple parameters = Tuple.tuple()
                .addString(type)
                .addString(status)
                .addOffsetDateTime(after == null ? null : after.createdAt())
                .addString(after == null ? null : after.id())
                .addInteger(limit + 1);
        return views(OperationViewSql.LIST, parameters).map(found -> {
            List<OperationView> items = found.subList(0, Math.min(limit, found.size()));
            return new OperationPage(
                    items,
                    found.size() > limit
                            ? Cursor.after(
                                            items.getLast().createdAt(),
                                            items.getLast().operationId())
                                    .text()
                            : null);
        });
    }

    /** @throws ProblemException {@code not_found} */
    public Uni<OperationView> show(String id) {
        return views(OperationViewSql.SHOW, Tuple.of(id))
                .map(found -> found.stream().findFirst().orElseThrow(() -> notFound(id)));
    }

    Uni<OperationPage> children(String id) {
        return exists(id)
                .chain(() -> views(OperationViewSql.SHOW_CHILDREN, Tuple.of(id)))
                .map(children -> new OperationPage(children, null));
    }

    Uni<OperationEventList> events(String id) {
        return exists(id)
                .chain(() -> query(OperationViewSql.EVENTS_OF, Tuple.of(id), OperationRows::event))
                .map(OperationEventList::new);
    }

    /** What came after an event, in an order that later commits cannot disturb. */
    Uni<List<OperationEvent>> eventsAfter(EventPosition position) {
        return query(
                OperationViewSql.EVENTS_AFTER, Tuple.of(position.transaction(), position.id()), OperationRows::event);
    }

    Uni<EventPosition> end() {
        return query(
                        OperationViewSql.EVENTS_END,
                        Tuple.tuple(),
                        row -> new EventPosition(row.getString("xid"), EventPosition.LAST_ID))
                .map(List::getFirst);
    }

    private Uni<Void> exists(String id) {
        return query(OperationViewSql.EXISTS, Tuple.of(id), row -> true)
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw notFound(id);
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException notFound(String id) {
        return ProblemException.notFound("operation", id);
    }

    /** Those of these that there are, in no particular order. */
    Uni<List<OperationView>> all(String[] ids) {
        return views(OperationViewSql.ALL, Tuple.tuple().addArrayOfString(ids));
    }

    private Uni<List<OperationView>> views(String sql, Tuple parameters) {
        return database.execute(sql, parameters)
                .chain(rows -> reasons(rows).map(reasons -> map(rows, row -> OperationRows.view(row, reasons))));
    }

    /** Behind whom those wait who wait for locks: asked only when there are some. */
    public Uni<Map<String, String>> reasons(RowSet<Row> rows) {
        for (Row row : rows) {
            if (OperationRows.waitsForLocks(row)) {
                return locks.reasons();
            }
        }
        return Uni.createFrom().item(Map.of());
    }

    private <T> Uni<List<T>> query(String sql, Tuple parameters, Function<Row, T> mapping) {
        return database.execute(sql, parameters).map(rows -> map(rows, mapping));
    }

    private static <T> List<T> map(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(mapping.apply(row)));
        return list;
    }
}
