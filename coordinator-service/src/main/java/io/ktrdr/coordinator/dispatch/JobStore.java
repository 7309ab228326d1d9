package io.ktrdr.coordinator.dispatch;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** What a worker's answer to a call changes about a job. */
@Singleton
final class JobStore {
    private final Database database;

    JobStore(Database database) {
        this.database = database;
    }

    Uni<Void> started(String claim, long token) {
        return write(OperationSql.STARTED, Tuple.of(claim, token));
    }

    Uni<Void> workerConfirmedEnd(String claim, long token) {
        return write(OperationSql.WORKER_CONFIRMED_END, Tuple.of(claim, token));
    }

    Uni<Void> failAttempt(String claim, long token, FailureClass blame, String code, String message) {
        return write(OperationSql.FAIL_ATTEMPT, Tuple.of(claim, token, blame.wireName(), code, message));
    }

    private Uni<Void> write(String sql, Tuple parameters) {
        return database.execute(sql, parameters).replaceWithVoid();
    }
}
