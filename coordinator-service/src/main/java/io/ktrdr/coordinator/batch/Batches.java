package io.ktrdr.coordinator.batch;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.BatchRequest;
import io.ktrdr.contracts.operation.BatchResponse;
import io.ktrdr.contracts.operation.BatchResponse.Accepted;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.admission.Admission;
import io.ktrdr.coordinator.admission.OperationIds;
import io.ktrdr.coordinator.admission.ResearchTrigger;
import io.ktrdr.coordinator.agent.TaskWork;
import io.ktrdr.coordinator.batch.BatchInput.Part;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.readiness.LockSql;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.task.TaskInput;
import io.ktrdr.coordinator.task.TaskIntake;
import io.ktrdr.coordinator.telemetry.Origin;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes in whole graphs of operations: all of one in one transaction, or nothing. */
@Singleton
public final class Batches {
    private final Database database;
    private final ResearchTrigger trigger;
    private final Admission admission;
    private final TaskIntake tasks;
    private final OperationIds ids;
    private final WakeUp wakeUp;
    private final Map<OperationType, TaskWork> works;

    Batches(
            Database database,
            ResearchTrigger trigger,
            Admission admission,
            TaskIntake tasks,
            OperationIds ids,
            WakeUp wakeUp,
            @All List<TaskWork> works) {
        this.database = database;
        this.trigger = trigger;
        this.admission = admission;
        this.tasks = tasks;
        this.ids = ids;
        this.wakeUp = wakeUp;
        this.works = works.stream().collect(Collectors.toUnmodifiableMap(TaskWork::type, Function.identity()));
    }

    /** One of a batch with all that it needs, as it will be written. */
    private sealed interface Ready {
        String operationId();

        record Research(Admission.Request request) implements Ready {
            @Override
            public String operationId() {
                return request.operationId();
            }
        }

        record Task(
                String operationId,
                TaskInput input,
                @Nullable String key,
                String sha256) implements Ready {}
    }

    /**
     * @param idempotencyKey the same key with the same batch gives the same operations; null for none
     * @throws ProblemException through the Uni or at once: {@code invalid_request}, {@code queue_full},
     *     {@code budget_exhausted}, {@code idempotency_key_reused}
     */
    public Uni<BatchResponse> submit(BatchRequest request, @Nullable String idempotencyKey) {
        BatchInput batch = BatchInput.check(request, idempotencyKey, works);
        String sha256 = Sha256.of("batch " + Json.tree(request));
        return prepare(batch, idempotencyKey, sha256)
                .chain(ready -> database.transaction(connection -> admission
                        .lock(connection)
                        .chain(() -> known(connection, batch, idempotencyKey, sha256))
                        .chain(known -> known.map(before -> Uni.createFrom().item(before))
                                .orElseGet(() -> write(connection, batch, ready)))))
                .invoke(wakeUp::now);
    }

    /** Each has a key of its own, which only this batch can have. */
    private static String keyOf(String idempotencyKey, String name) {
        return "batch/" + Sha256.of(idempotencyKey) + "/" + name;
    }

    private Uni<Map<String, Ready>> prepare(BatchInput batch, @Nullable String idempotencyKey, String sha256) {
        Map<String, Ready> ready = new HashMap<>();
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (Map.Entry<String, Part> part : batch.parts().entrySet()) {
            String name = part.getKey();
            String key = idempotencyKey == null ? null : keyOf(idempotencyKey, name);
            switch (part.getValue()) {
                case Part.Task(TaskInput input) -> ready.put(name, new Ready.Task(ids.next(), input, key, sha256));
                case Part.Research research ->
                    chain = chain.chain(() -> Uni.createFrom()
                            .deferred(() -> trigger.prepare(research.request(), key, sha256))
                            .onFailure(ProblemException.class)
                            .transform(e -> of(name, (ProblemException) e))
                            .invoke(prepared -> ready.put(name, new Ready.Research(prepared)))
                            .replaceWithVoid());
            }
        }
        return chain.replaceWith(ready);
    }

    private static ProblemException of(String name, ProblemException e) {
        return e.code() == ProblemCode.INVALID_REQUEST
                ? ProblemException.invalid("operations." + name, String.valueOf(e.getMessage()))
                : e;
    }

    /** What this very batch has become before. */
    private static Uni<Optional<BatchResponse>> known(
            SqlConnection connection, BatchInput batch, @Nullable String idempotencyKey, String sha256) {
        if (idempotencyKey == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        Map<String, String> nameOf = new HashMap<>();
        batch.order().forEach(name -> nameOf.put(keyOf(idempotencyKey, name), name));
        return connection
                .preparedQuery(OperationSql.BY_IDEMPOTENCY_KEYS)
                .execute(Tuple.tuple().addArrayOfString(nameOf.keySet().toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Accepted> accepted = new HashMap<>();
                    for (Row row : rows) {
                        String name = Objects.requireNonNull(nameOf.get(row.getString("idempotency_key")));
                        accepted.put(name, accepted(name, row, sha256));
                    }
                    return accepted.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new BatchResponse(
                                    batch.order().stream().map(accepted::get).toList()));
                });
    }

    private static Accepted accepted(String name, Row row, String sha256) {
        if (!sha256.equals(row.getString("request_sha256"))) {
            throw new ProblemException(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED, "This Idempotency-Key belongs to another batch");
        }
        return new Accepted(name, row.getString("id"), OperationStatus.of(row.getString("status")));
    }

    private Uni<BatchResponse> write(SqlConnection connection, BatchInput batch, Map<String, Ready> ready) {
        Map<String, String> idOf = new HashMap<>();
        ready.forEach((name, one) -> idOf.put(name, one.operationId()));
        List<TaskInput> taskInputs = ready.values().stream()
                .filter(Ready.Task.class::isInstance)
                .map(one -> ((Ready.Task) one).input())
                .toList();
        // in this order everywhere: researches, then tasks
        Uni<Void> chain = admission
                .requirePlaces(connection, ready.size() - taskInputs.size())
                .chain(() -> tasks.requirePlaces(connection, taskInputs))
                .chain(() -> requireOthers(connection, batch, idOf));
        for (Map.Entry<String, Part> part : batch.parts().entrySet()) {
            Ready one = ready.get(part.getKey());
            List<String> dependsOn = part.getValue().dependsOn().stream()
                    .map(other -> idOf.getOrDefault(other, other))
                    .distinct()
                    .toList();
            chain = chain.chain(() -> insert(connection, one, dependsOn));
        }
        return chain.chain(() -> connection.query(OperationSql.NOTIFY).execute())
                .replaceWith(new BatchResponse(batch.order().stream()
                        .map(name -> new Accepted(name, String.valueOf(idOf.get(name)), OperationStatus.PENDING))
                        .toList()));
    }

    private static Uni<Void> requireOthers(SqlConnection connection, BatchInput batch, Map<String, String> idOf) {
        String[] others = batch.parts().values().stream()
                .flatMap(part -> part.dependsOn().stream())
                .filter(id -> !idOf.containsKey(id))
                .distinct()
                .toArray(String[]::new);
        return others.length == 0
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(LockSql.MISSING)
                        .execute(Tuple.tuple().addArrayOfString(others))
                        .invoke(Terms::refuseMissing)
                        .replaceWithVoid();
    }

    private Uni<Void> insert(SqlConnection connection, @Nullable Ready one, List<String> dependsOn) {
        return switch (one) {
            case Ready.Research(Admission.Request request) ->
                admission.insertInLine(connection, request.dependingOn(dependsOn));
            case Ready.Task(String id, TaskInput input, String key, String sha256) ->
                tasks.insert(
                        connection,
                        id,
                        new TaskIntake.Submission(input.dependingOn(dependsOn), key, sha256, Origin.here()));
            case null -> throw new IllegalStateException("every part of a batch has been prepared");
        };
    }
}
