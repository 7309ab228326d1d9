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
import io.ktrdr.coordinator.readiness.Locks;
import io.ktrdr.coordinator.readiness.SchedulingConfig;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.research.WaitingCause;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets tasks in, as long as there are places: one at a time, under the lock of the pool's row, in one transaction. A full queue
 * is found out without the lock, before it is one's turn and then, so that many who are refused do not wait for each other.
 */
@Singleton
public final class TaskIntake {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Database database;
    private final TaskPlaces places;
    private final BudgetLedger budget;
    private final OperationIds ids;
    private final SchedulingConfig scheduling;
    private final WakeUp wakeUp;
    private final Telemetry telemetry;
    private final InTurn inTurn = new InTurn();

    TaskIntake(
            Database database,
            TaskPlaces places,
            BudgetLedger budget,
            OperationIds ids,
            SchedulingConfig scheduling,
            WakeUp wakeUp,
            Telemetry telemetry) {
        this.scheduling = scheduling;
        this.database = database;
        this.places = places;
        this.budget = budget;
        this.ids = ids;
        this.wakeUp = wakeUp;
        this.telemetry = telemetry;
    }

    /**
     * @param sha256 of what the caller sent
     * @param origin where it comes from, as a traceparent; null when nobody traces it
     */
    public record Submission(
            TaskInput task,
            @Nullable String idempotencyKey,
            String sha256,
            @Nullable String origin) {}

    Uni<TriggerResponse> submit(Submission submission) {
        return unlessAnswerable(
                submission, () -> inTurn.run(() -> unlessAnswerable(submission, () -> submitUnderLock(submission))));
    }

    private Uni<TriggerResponse> unlessAnswerable(Submission submission, Supplier<Uni<TriggerResponse>> otherwise) {
        return database.statement(client -> answerable(client, submission))
                .chain(answer ->
                        answer.map(known -> Uni.createFrom().item(known)).orElseGet(otherwise));
    }

    /**
     * Lets nobody else in until the transaction ends.
     *
     * @throws ProblemException through the Uni when there are not so many places, or is not so much money
     */
    public Uni<Void> requirePlaces(SqlConnection connection, List<TaskInput> tasks) {
        if (tasks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        long questions = tasks.stream()
                .filter(task -> task.type() == OperationType.GENERAL)
                .count();
        return connection
                .preparedQuery(TaskSql.LOCK)
                .execute()
                .chain(() -> connection
                        .preparedQuery(TaskSql.SITUATION)
                        .execute(Tuple.tuple().addString(null).addArrayOfString(new String[0])))
                .invoke(rows -> {
                    int pending = rows.iterator().next().getInteger("pending");
                    if (pending + tasks.size() > places.total()) {
                        throw queueFull(pending);
                    }
                })
                .chain(() -> questions == 0
                        ? Uni.createFrom().voidItem()
                        : budget.funds(connection)
                                .invoke(limited -> limited.ifPresent(funds -> requireMoney(funds, questions)))
                                .replaceWithVoid());
    }

    private ProblemException queueFull(int pending) {
        telemetry.rejected(ProblemCode.QUEUE_FULL);
        return new ProblemException(
                Problem.of(ProblemCode.QUEUE_FULL, pending + " tasks wait already, limit is " + places.total())
                        .withCapacity(pending, places.total()),
                RETRY_AFTER_SECONDS);
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
                        submission.task().terms().dependsOn().toArray(String[]::new)))
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
            throw queueFull(pending);
        }
        return Optional.empty();
    }

    /** @throws ProblemException through the Uni when it would ask a model, and there is no money left for that */
    private Uni<Void> afford(SqlConnection connection, TaskInput task) {
        if (task.type() != OperationType.GENERAL) {
            return Uni.createFrom().voidItem();
        }
        return budget.funds(connection)
                .invoke(limited -> limited.ifPresent(funds -> requireMoney(funds, 1)))
                .replaceWithVoid();
    }

    private void requireMoney(Funds funds, long questions) {
        BigDecimal cost = funds.expected().general().multiply(BigDecimal.valueOf(questions));
        if (Shortage.isThere(funds.remaining(), funds.promised(), cost)) {
            telemetry.rejected(ProblemCode.BUDGET_EXHAUSTED);
            throw new ProblemException(
                    Shortage.problem(funds.remaining(), funds.promised(), cost, "a question to a model"));
        }
    }

    private Uni<TriggerResponse> insert(SqlConnection connection, Submission submission) {
        String id = ids.next();
        return insert(connection, id, submission)
                .chain(() -> connection.query(OperationSql.NOTIFY).execute())
                .replaceWith(new TriggerResponse(id, OperationStatus.PENDING, "Task submitted"));
    }

    /** In the transaction of somebody who has required the place. */
    public Uni<Void> insert(SqlConnection connection, String id, Submission submission) {
        TaskInput task = submission.task();
        Terms terms = task.terms();
        ObjectNode request = Json.object();
        request.set("payload", task.payload());
        terms.noteIn(request);
        Tuple values = Tuple.tuple()
                .addString(id)
                .addString(task.type().wireName())
                .addInteger(terms.priority().ordinal())
                .addString(request.toString())
                .addString(submission.idempotencyKey())
                .addString(submission.sha256())
                .addString(task.preferredAgentId())
                .addArrayOfString(terms.dependsOn().toArray(String[]::new))
                .addLong(scheduling.priorityStep().toMillis())
                .addString(terms.onDependencyFailure().wireName())
                .addString((terms.dependsOn().isEmpty() ? WaitingCause.AGENT : WaitingCause.DEPENDENCY).wireName())
                .addString(submission.origin());
        return connection
                .preparedQuery(OperationSql.INSERT_TASK)
                .execute(values)
                .chain(() -> Locks.ask(connection, id, terms));
    }
}
