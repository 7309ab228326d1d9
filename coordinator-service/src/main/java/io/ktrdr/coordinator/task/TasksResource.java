package io.ktrdr.coordinator.task;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.contracts.task.TaskPage;
import io.ktrdr.contracts.task.TaskRequest;
import io.ktrdr.contracts.task.TaskView;
import io.ktrdr.contracts.task.TasksApi;
import io.ktrdr.coordinator.agent.TaskWork;
import io.ktrdr.coordinator.operation.Cursor;
import io.ktrdr.coordinator.operation.OperationId;
import io.ktrdr.coordinator.operation.OperationReader;
import io.ktrdr.coordinator.operation.OperationRows;
import io.ktrdr.coordinator.operation.OperationViewSql;
import io.ktrdr.coordinator.operation.PageRequest;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.telemetry.Origin;
import io.ktrdr.database.Database;
import io.ktrdr.edge.QueryParameters;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Handing in tasks, and reading them. */
final class TasksResource implements TasksApi {
    private final TaskIntake intake;
    private final Database database;
    private final OperationReader reader;
    private final Map<OperationType, TaskWork> works;

    private final UriInfo uri;

    TasksResource(
            TaskIntake intake, Database database, OperationReader reader, @All List<TaskWork> works, UriInfo uri) {
        this.reader = reader;
        this.intake = intake;
        this.database = database;
        this.works = works.stream().collect(Collectors.toUnmodifiableMap(TaskWork::type, Function.identity()));
        this.uri = uri;
    }

    @Override
    @ResponseStatus(202)
    public Uni<TriggerResponse> submit(@Nullable String idempotencyKey, @Nullable TaskRequest request) {
        QueryParameters.allowOnly(uri);
        if (request == null) {
            throw ProblemException.invalid("(body)", "a JSON body is required");
        }
        TaskInput task = TaskInput.check(request, idempotencyKey, works);
        return intake.submit(new TaskIntake.Submission(
                task, idempotencyKey, Sha256.of("task " + Json.tree(request)), Origin.here()));
    }

    @Override
    public Uni<TaskPage> list(
            @Nullable String taskType, @Nullable String status, @Nullable String limit, @Nullable String cursor) {
        QueryParameters.allowOnly(uri, "task_type", "status", "limit", "cursor");
        PageRequest page = PageRequest.of(limit, cursor);
        Cursor after = page.after();
        Tuple parameters = Tuple.tuple()
                .addString(PageRequest.oneOf(OperationType.class, "task_type", taskType))
                .addString(PageRequest.oneOf(OperationStatus.class, "status", status))
                .addOffsetDateTime(after == null ? null : after.createdAt())
                .addString(after == null ? null : after.id())
                .addInteger(page.limit() + 1);
        return database.execute(OperationViewSql.LIST_TASKS, parameters)
                .chain(rows -> reader.reasons(rows).map(reasons -> page(rows, page.limit(), reasons)));
    }

    private static TaskPage page(RowSet<Row> rows, int limit, Map<String, String> lockReasons) {
        List<TaskView> found = new ArrayList<>();
        rows.forEach(row -> found.add(OperationRows.task(row, lockReasons)));
        List<TaskView> items = found.subList(0, Math.min(limit, found.size()));
        return new TaskPage(
                items,
                found.size() > limit
                        ? Cursor.after(
                                        items.getLast().createdAt(),
                                        items.getLast().operationId())
                                .text()
                        : null);
    }

    @Override
    public Uni<TaskView> show(String id) {
        QueryParameters.allowOnly(uri);
        return database.execute(OperationViewSql.SHOW_TASK, Tuple.of(OperationId.required(id)))
                .chain(rows -> reader.reasons(rows).map(reasons -> {
                    RowIterator<Row> found = rows.iterator();
                    if (!found.hasNext()) {
                        throw ProblemException.notFound("task", id);
                    }
                    return OperationRows.task(found.next(), reasons);
                }));
    }
}
