package io.ktrdr.coordinator.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.admission.OperationIds;
import io.ktrdr.coordinator.agent.TaskPlaces;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.budget.Funds;
import io.ktrdr.coordinator.budget.Shortage;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets tasks in, as long as there are places: one at a time, under the lock of the pool's row, in one transaction. A full queue
 * is found out without the lock, before it is one's turn and then, so that many who are refused do not wait for each other.
 */
@Singleton
final class TaskIntake {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Database database;
    private final TaskPlaces places;
    private final BudgetLedger budget;
    private final OperationIds ids;
    private final WakeUp wakeUp;
    private final InTurn inTurn = new InTurn();

    TaskIntake(Database database, TaskPlaces places, BudgetLedger budget, OperationIds ids, WakeUp wakeUp) {
        this.database = database;
        this.places = places;
        this.budget = budget;
        this.ids = ids;
        this.wakeUp = wakeUp;
    }

    /** @param sha256 of what the caller sent */
    record Submission(TaskInput task, @Nullable String idempotencyKey, String sha256) {}

    Uni<TriggerResponse> submit(Submission submission) {
        return unlessAnswerable(
                submission, () -> inTurn.run(() -> unlessAnswerable(submission, () -> submitUnderLock(submission))));
    }

    private Uni<TriggerResponse> unlessAnswerable(Submission submission, Supplier<Uni<TriggerResponse>> otherwise) {
        return database.statement(client -> answerable(client, submission))
                .chain(answer ->
                        answer.map(known -> Uni.createFrom().item(known)).orElseGet(otherwise));
    }

    private Uni<TriggerResponse> submitUnderLock(Submission submission) {
        return database.transaction(connection -> connection
                        .preparedQuery(TaskSql.LOCK)
                        .execute()
                        .chain(() -> answerable(connection, submission))
                        .chain(answer -> answer.map(known -> Uni.createFrom().item(known))
                                .orElseGet(() -> afford(connection, submission.task())
                                        .chain(() -> insert(connection, submission)))))
                .invoke(wakeUp::now);
    }

    /**
     * What can be said without inserting anything: that it is there already.
     *
     * @throws ProblemException through the Uni when it is refused
     */
    private Uni<Optional<TriggerResponse>> answerable(SqlClient client, Submission submission) {
        return client.preparedQuery(TaskSql.SITUATION)
                .execute(Tuple.of(
                        submission.idempotencyKey(),
                        submission.task().dependsOn().toArray(String[]::new)))
                .map(rows -> judge(rows.iterator().next(), submission));
    }

    private Optional<TriggerResponse> judge(Row now, Submission submission) {
        String known = now.getString("id");
        if (known != null) {
            if (!submission.sha256().equals(now.getString("request_sha256"))) {
                throw new ProblemException(
                        ProblemCode.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key belongs to " + known + ", which was submitted with another body");
            }
            return Optional.of(new TriggerResponse(
                    known, OperationStatus.of(now.getString("status")), "Task submitted before, with the same key"));
        }
        String[] missing = now.getArrayOfStrings("missing");
        if (missing != null && missing.length > 0) {
            throw ProblemException.invalid("depends_on", "there is no operation " + String.join(", ", missing));
        }
        int pending = now.getInteger("pending");
        if (pending >= places.total()) {
            throw new ProblemException(
                    Problem.of(ProblemCode.QUEUE_FULL, pending + " tasks wait already, limit is " + places.total())
                            .withCapacity(pending, places.total()),
                    RETRY_AFTER_SECONDS);
        }
        return Optional.empty();
    }

    /** @throws ProblemException through the Uni when it would ask a model, and there is no money left for that */
    private Uni<Void> afford(SqlConnection connection, TaskInput task) {
        if (task.type() != OperationType.GENERAL) {
            return Uni.createFrom().voidItem();
        }
        return budget.funds(connection)
                .invoke(limited -> limited.ifPresent(TaskIntake::requireMoney))
                .replaceWithVoid();
    }

    private static void requireMoney(Funds funds) {
        BigDecimal cost = funds.expected().general();
        if (Shortage.isThere(funds.remaining(), funds.promised(), cost)) {
            throw new ProblemException(
                    Shortage.problem(funds.remaining(), funds.promised(), cost, "a question to a model"));
        }
    }

    private Uni<TriggerResponse> insert(SqlConnection connection, Submission submission) {
        TaskInput task = submission.task();
        String id = ids.next();
        ObjectNode request = Json.object();
        request.set("payload", task.payload());
        Tuple values = Tuple.tuple()
                .addString(id)
                .addString(task.type().wireName())
                .addInteger(task.priority().ordinal())
                .addString(request.toString())
                .addString(submission.idempotencyKey())
                .addString(submission.sha256())
                .addString(task.preferredAgentId())
                .addArrayOfString(task.dependsOn().toArray(String[]::new));
        return connection
                .preparedQuery(OperationSql.INSERT_TASK)
                .execute(values)
                .chain(() -> connection.query(OperationSql.NOTIFY).execute())
                .replaceWith(new TriggerResponse(id, OperationStatus.PENDING, "Task submitted"));
    }
}
