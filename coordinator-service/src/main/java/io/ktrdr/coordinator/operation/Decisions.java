package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.lock.Lock;
import io.ktrdr.coordinator.readiness.Locks;
import io.ktrdr.coordinator.telemetry.Measurement;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * What people decide about an operation that is under way. Told about a child, it is its root that is meant.
 *
 * <p>Cancelling: the states change at once, of the root with all it is doing; its agent is stopped and its worker told by the
 * tick that this wakes, and the worker stays reserved until it has confirmed.
 */
@Singleton
final class Decisions {
    private final Database database;
    private final WakeUp wakeUp;
    private final Telemetry telemetry;

    Decisions(Database database, WakeUp wakeUp, Telemetry telemetry) {
        this.database = database;
        this.wakeUp = wakeUp;
        this.telemetry = telemetry;
    }

    /** @throws ProblemException {@code not_found}, or {@code illegal_state} when it is over */
    Uni<Void> cancel(String id) {
        return decide(id, (connection, root) -> cancelRoot(connection, root.getString("id")));
    }

    /**
     * Goes on where it stood still.
     *
     * @throws ProblemException {@code not_found}, or {@code illegal_state} when it does not need attention
     */
    Uni<Void> resume(String id) {
        return decide(id, Decisions::resumeRoot);
    }

    /**
     * Asks for more locks. Where they are free it has them with the next tick, else it waits for them.
     *
     * @throws ProblemException {@code not_found}, or {@code illegal_state} when it does not run
     * @return the id of the root
     */
    Uni<String> lock(String id, List<Lock> locks) {
        AtomicReference<String> rootId = new AtomicReference<>(id);
        return decide(id, (connection, root) -> {
                    rootId.set(root.getString("id"));
                    return lockRoot(connection, root, locks);
                })
                .map(done -> rootId.get());
    }

    private static Uni<List<Measurement>> lockRoot(SqlConnection connection, Row root, List<Lock> locks) {
        String id = root.getString("id");
        if (!root.getString("status").equals(OperationStatus.RUNNING.wireName())) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE,
                    id + " has not begun: what it needs from the beginning is told at its trigger");
        }
        return Locks.askMore(connection, id, locks).replaceWith(List.of());
    }

    /** @param decision says what has come to an end by it */
    private Uni<Void> decide(String id, BiFunction<SqlConnection, Row, Uni<List<Measurement>>> decision) {
        return database.transaction(connection -> connection
                        .preparedQuery(OperationSql.LOCK_ROOT)
                        .execute(Tuple.of(id))
                        .map(rows -> root(id, rows.iterator()))
                        .chain(root -> decision.apply(connection, root))
                        .call(() -> connection.query(OperationSql.NOTIFY).execute()))
                .invoke(telemetry::tell)
                .invoke(wakeUp::now)
                .replaceWithVoid();
    }

    private static Uni<List<Measurement>> resumeRoot(SqlConnection connection, Row root) {
        if (root.getString("attention") == null) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE,
                    root.getString("id") + " does not wait for anybody's decision: it is " + root.getString("status"));
        }
        return connection
                .preparedQuery(OperationSql.RESUME)
                .execute(Tuple.of(root.getString("id")))
                .map(Measurement::of);
    }

    private static Row root(String id, RowIterator<Row> rows) {
        if (!rows.hasNext()) {
            throw ProblemException.notFound("operation", id);
        }
        Row root = rows.next();
        OperationStatus status = OperationStatus.of(root.getString("status"));
        if (status.isTerminal()) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE, root.getString("id") + " is " + status.wireName() + " already");
        }
        return root;
    }

    private static Uni<List<Measurement>> cancelRoot(SqlConnection connection, String rootId) {
        return connection
                .preparedQuery(OperationSql.LOCK_CHILDREN)
                .execute(Tuple.of(rootId))
                .chain(() -> connection.preparedQuery(OperationSql.CANCEL).execute(Tuple.of(rootId)))
                .map(Measurement::of);
    }
}
