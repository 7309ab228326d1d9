package io.ktrdr.coordinator.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.operation.Priority;
import io.ktrdr.contracts.operation.Progress;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.task.TaskView;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.research.Child;
import io.ktrdr.coordinator.research.Executor;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.coordinator.research.Standing;
import io.ktrdr.coordinator.research.WaitingCause;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of {@link OperationSql} as objects. */
public final class OperationRows {
    private OperationRows() {}

    /** @throws RuntimeException when the row holds what no release has ever written */
    public static Root root(Row row, List<Child> children) {
        JsonNode request = Json.parse(row.getString("request"));
        require(request.isObject(), "its request is no JSON object");
        OperationType type = OperationType.of(row.getString("type"));
        children.forEach(child -> require(
                type.isTask() ? child.type() == type : !child.type().isTask(), child.id() + " is no step of it"));
        return new Root(
                row.getString("id"),
                type,
                row.getLong("version"),
                OperationStatus.of(row.getString("status")),
                mapped(row.getString("phase"), ResearchPhase::of),
                row.getInteger("priority"),
                row.getOffsetDateTime("rank"),
                request,
                mapped(row.getString("waiting_cause"), WaitingCause::of),
                new Standing(
                        row.getBoolean("depends"),
                        row.getString("broken_dependency"),
                        DependencyFailurePolicy.of(row.getString("on_dependency_failure")),
                        row.getBoolean("queued"),
                        row.getInteger("locks_wanted")),
                children);
    }

    /** @throws RuntimeException when the row holds what no release has ever written */
    public static Child child(Row row) {
        String artifact = row.getString("checkpoint_artifact");
        Child child = new Child(
                row.getString("id"),
                OperationType.of(row.getString("type")),
                OperationStatus.of(row.getString("status")),
                row.getLong("version"),
                row.getInteger("attempt"),
                row.getString("spec"),
                Json.parseOrNull(row.getString("result")),
                mapped(row.getString("failure_class"), FailureClass::of),
                row.getString("error_message"),
                row.getBoolean("settled"),
                row.getLong("epoch"),
                row.getString("agent_id"),
                row.getBoolean("resumed"),
                assignment(row),
                strings(row, "avoid"),
                artifact == null ? null : new Checkpoint(artifact, row.getLong("checkpoint_step")),
                row.getLong("silent_ms"),
                row.getLong("stalled_ms"));
        checkWhole(child, Executor.of(row.getString("executor")));
        return child;
    }

    /** What the schema leaves open, and every decision relies on. */
    private static void checkWhole(Child child, Executor executor) {
        require(executor == Executor.of(child.type()), "the executor of " + child.id() + " is not its type's");
        require(
                child.status() != OperationStatus.FAILED || child.failureClass() != null,
                child.id() + " failed without a class");
        boolean running = child.status() == OperationStatus.RUNNING;
        require(
                executor == Executor.AGENT ? !running || child.epoch() != null : child.epoch() == null,
                "the epoch of " + child.id() + " does not go with its executor");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public static @Nullable Assignment assignment(Row row) {
        String workerId = row.getString("worker_id");
        return workerId == null
                ? null
                : new Assignment(
                        workerId, row.getString("incarnation"), row.getString("worker_url"), row.getLong("token"));
    }

    /** @param lockReasons by root: behind whom it waits for locks, in words */
    static OperationView view(Row row, Map<String, String> lockReasons) {
        return new OperationView(
                row.getString("id"),
                OperationType.of(row.getString("type")),
                OperationStatus.of(row.getString("status")),
                mapped(row.getString("phase"), ResearchPhase::of),
                row.getString("parent_id"),
                row.getInteger("attempt"),
                row.getString("worker_id"),
                row.getString("agent_id"),
                progress(row),
                instant(row, "created_at"),
                instantOrNull(row, "started_at"),
                instantOrNull(row, "finished_at"),
                Json.parseOrNull(row.getString("result")),
                row.getString("error_message"),
                waitingReason(row, lockReasons),
                Priority.values()[row.getInteger("priority")],
                row.getString("brief"),
                row.getString("strategy_name"),
                row.getString("retry_of"),
                row.getString("forced_by"),
                row.getString("failure_code"),
                strings(row, "depends_on"),
                row.getDouble("cost_usd"),
                row.getLong("checkpoint_step"),
                instantOrNull(row, "checkpoint_at"));
    }

    public static TaskView task(Row row, Map<String, String> lockReasons) {
        return new TaskView(
                row.getString("id"),
                OperationType.of(row.getString("type")),
                OperationStatus.of(row.getString("status")),
                Priority.values()[row.getInteger("priority")],
                Json.parseOrNull(row.getString("payload")),
                row.getString("preferred_agent_id"),
                strings(row, "depends_on"),
                DependencyFailurePolicy.of(row.getString("on_dependency_failure")),
                row.getInteger("newest_attempt"),
                row.getString("newest_agent_id"),
                waitingReason(row, lockReasons),
                instant(row, "created_at"),
                instantOrNull(row, "started_at"),
                instantOrNull(row, "finished_at"),
                Json.parseOrNull(row.getString("result")),
                row.getString("error_message"));
    }

    /** The last word of a job that has ended may be some way off its end. */
    private static @Nullable Progress progress(Row row) {
        if (OperationStatus.of(row.getString("status")) == OperationStatus.COMPLETED) {
            return new Progress(1, "completed");
        }
        Double fraction = row.getDouble("fraction");
        return fraction == null ? null : new Progress(fraction, row.getString("message"));
    }

    static OperationEvent event(Row row) {
        return new OperationEvent(
                row.getString("xid") + "-" + row.getLong("id"),
                row.getString("operation_id"),
                instant(row, "at"),
                row.getString("type"),
                Json.parse(row.getString("detail")));
    }

    static boolean waitsForLocks(Row row) {
        return WaitingCause.LOCK.wireName().equals(row.getString("waiting_cause"));
    }

    static @Nullable String waitingReason(Row row, Map<String, String> lockReasons) {
        Long ahead = row.getLong("ahead");
        if (ahead == null) {
            return null;
        }
        WaitingCause cause = mapped(row.getString("waiting_cause"), WaitingCause::of);
        return switch (cause) {
            case null -> WaitingCause.CAPACITY.describe(ahead);
            case NEEDS_ATTENTION -> WaitingCause.describeAttention(row.getString("attention"));
            case DEPENDENCY -> {
                String open = row.getString("dependencies");
                // all of them are completed, and the next tick lets it begin
                yield open == null ? null : WaitingCause.describeDependencies(open);
            }
            case DISCOVERY_SERVICE -> WaitingCause.describeService();
            case LOCK -> {
                String parent = row.getString("parent_id");
                yield lockReasons.getOrDefault(
                        parent == null ? row.getString("id") : parent, WaitingCause.describeLocks());
            }
            case AGENT, TRAINING_WORKER, BACKTEST_WORKER, BUDGET, CAPACITY ->
                row.getBoolean("nobody") ? cause.describeNobody() : cause.describe(ahead);
        };
    }

    public static List<String> strings(Row row, String column) {
        return List.of(row.getArrayOfStrings(column));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static <T> @Nullable T mapped(@Nullable String text, Function<String, T> mapping) {
        return text == null ? null : mapping.apply(text);
    }
}
