package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** How attempts of agents end. Guarded by epoch: what a former coordinator's agent says is not written. */
@Singleton
final class AgentStore {
    private final Database database;
    private final Telemetry telemetry;

    AgentStore(Database database, Telemetry telemetry) {
        this.database = database;
        this.telemetry = telemetry;
    }

    Uni<Void> completed(AgentTask task, JsonNode result) {
        return finished(task, OperationStatus.COMPLETED, result.toString(), null, null, null);
    }

    Uni<Void> failed(AgentTask task, FailureClass failureClass, String code, String message) {
        return finished(task, OperationStatus.FAILED, null, failureClass.wireName(), code, message);
    }

    private Uni<Void> finished(
            AgentTask task,
            OperationStatus status,
            @Nullable String result,
            @Nullable String failureClass,
            @Nullable String code,
            @Nullable String message) {
        Tuple values = Tuple.tuple()
                .addString(task.operationId())
                .addLong(task.epoch())
                .addString(status.wireName())
                .addString(result)
                .addString(failureClass)
                .addString(code)
                .addString(message);
        return database.execute(OperationSql.AGENT_FINISHED, values)
                .invoke(telemetry::tell)
                .replaceWithVoid();
    }
}
