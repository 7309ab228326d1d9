package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/**
 * Cancels a research with all it is doing. The states change at once; its agent is stopped and its worker told by the
 * tick that this wakes, and the worker stays reserved until it has confirmed. Cancelling a child cancels its research.
 */
@Singleton
final class Cancellation {
    private final Database database;
    private final WakeUp wakeUp;

    Cancellation(Database database, WakeUp wakeUp) {
        this.database = database;
        this.wakeUp = wakeUp;
    }

    /** @throws ProblemException {@code not_found}, or {@code illegal_state} when it is over */
    Uni<Void> cancel(String id) {
        return database.transaction(connection -> connection
                        .preparedQuery(OperationSql.LOCK_ROOT)
                        .execute(Tuple.of(id))
                        .map(rows -> root(id, rows.iterator()))
                        .chain(rootId -> cancelRoot(connection, rootId)))
                .invoke(wakeUp::now);
    }

    private static String root(String id, RowIterator<Row> rows) {
        if (!rows.hasNext()) {
            throw ProblemException.notFound("operation", id);
        }
        Row root = rows.next();
        OperationStatus status = OperationStatus.of(root.getString("status"));
        if (status.isTerminal()) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE, root.getString("id") + " is " + status.wireName() + " already");
        }
        return root.getString("id");
    }

    private static Uni<Void> cancelRoot(SqlConnection connection, String rootId) {
        return connection
                .preparedQuery(OperationSql.LOCK_CHILDREN)
                .execute(Tuple.of(rootId))
                .chain(() ->
                        connection.preparedQuery(OperationSql.CANCEL_RESEARCH).execute(Tuple.of(rootId)))
                .chain(() -> connection.query(OperationSql.NOTIFY).execute())
                .replaceWithVoid();
    }
}
