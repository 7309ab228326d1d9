package io.ktrdr.coordinator.dispatch;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** What a worker's answer to a call changes about a job. */
@Singleton
final class JobStore {
    private final Database database;
    private final Telemetry telemetry;

    JobStore(Database database, Telemetry telemetry) {
        this.database = database;
        this.telemetry = telemetry;
    }

    Uni<Void> started(String claim, long token) {
        return measured(OperationSql.STARTED, Tuple.of(claim, token));
    }

    Uni<Void> workerConfirmedEnd(String claim, long token) {
        return database.execute(OperationSql.WORKER_CONFIRMED_END, Tuple.of(claim, token))
                .replaceWithVoid();
    }

    Uni<Void> failAttempt(String claim, long token, FailureClass blame, String code, String message) {
        return measured(OperationSql.FAIL_ATTEMPT, Tuple.of(claim, token, blame.wireName(), code, message));
    }

    private Uni<Void> measured(String sql, Tuple parameters) {
        return database.execute(sql, parameters).invoke(telemetry::tell).replaceWithVoid();
    }
}
