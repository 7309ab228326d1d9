package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.coordinator.dispatch.WorkerCalls;
import io.ktrdr.coordinator.operation.OperationRows;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.readiness.SchedulingConfig;
import io.ktrdr.coordinator.research.Child;
import io.ktrdr.coordinator.research.Claim;
import io.ktrdr.coordinator.research.Executor;
import io.ktrdr.coordinator.research.Observation;
import io.ktrdr.coordinator.research.Patience;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.coordinator.research.Transition;
import io.ktrdr.coordinator.research.WaitingCause;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.coordinator.tick.LeaderLease.Term;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The tick's statements. Their number does not depend on how many researches there are. */
@Singleton
final class TickStore {
    private static final Logger LOG = Logger.getLogger(TickStore.class);

    private final Database database;
    private final SchedulingConfig config;
    private final Telemetry telemetry;

    TickStore(Database database, SchedulingConfig config, Telemetry telemetry) {
        this.database = database;
        this.config = config;
        this.telemetry = telemetry;
    }

    /** Rows of which none keeps the others from being read. */
    record Researches(List<Root> readable, List<Unreadable> unreadable) {
        static final Researches NONE = new Researches(List.of(), List.of());

        int size() {
            return readable.size() + unreadable.size();
        }

        Researches and(Researches others) {
            return new Researches(both(readable, others.readable), both(unreadable, others.unreadable));
        }

        private static <T> List<T> both(List<T> some, List<T> others) {
            return Stream.concat(some.stream(), others.stream()).toList();
        }
    }

    /** @param unreadable claims that make no sense, and whose they are: a look at that research tells why */
    record Claims<T>(List<T> readable, Map<String, String> unreadable) {}

    Uni<Researches> due(long epoch, Collection<String> agentsAtWork, Patience patience, int pageSize) {
        return query(
                        OperationSql.DUE,
                        Tuple.of(
                                epoch, agentsAtWork.toArray(String[]::new), pageSize, patience.job(), patience.agent()))
                .chain(this::withChildren);
    }

    Uni<Researches> byId(Set<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Researches.NONE)
                : query(OperationSql.ROOTS_BY_ID, Tuple.of(ids.toArray(String[]::new)))
                        .chain(this::withChildren);
    }

    private Uni<Researches> withChildren(RowSet<Row> researches) {
        List<Row> rows = list(researches);
        if (rows.isEmpty()) {
            return Uni.createFrom().item(Researches.NONE);
        }
        String[] ids = rows.stream().map(row -> row.getString("id")).toArray(String[]::new);
        return query(OperationSql.CHILDREN, Tuple.of(ids)).map(children -> assemble(rows, children));
    }

    private static Researches assemble(List<Row> researches, RowSet<Row> children) {
        Map<String, List<Row>> byParent = new HashMap<>();
        for (Row row : children) {
            byParent.computeIfAbsent(row.getString("parent_id"), id -> new ArrayList<>())
                    .add(row);
        }
        Researches page = new Researches(new ArrayList<>(), new ArrayList<>());
        for (Row row : researches) {
            String id = row.getString("id");
            try {
                List<Child> attempts = byParent.getOrDefault(id, List.of()).stream()
                        .map(OperationRows::child)
                        .toList();
                page.readable().add(OperationRows.root(row, attempts));
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s cannot be read and is failed", id);
                page.unreadable().add(new Unreadable(id, row.getLong("version"), "Cannot be read: " + e.getMessage()));
            }
        }
        return page;
    }

    Uni<Claims<Line.Place>> lineHeads(int howMany) {
        return query(OperationSql.LINE_HEADS, Tuple.of(howMany)).map(rows -> claims(rows, TickStore::place));
    }

    private static <T> Claims<T> claims(RowSet<Row> rows, Function<Row, T> reading) {
        Claims<T> claims = new Claims<>(new ArrayList<>(), new HashMap<>());
        rows.forEach(row -> read(row, reading, claims));
        return claims;
    }

    private static <T> void read(Row row, Function<Row, T> reading, Claims<T> claims) {
        try {
            claims.readable().add(reading.apply(row));
        } catch (RuntimeException e) {
            LOG.debugf(e, "%s cannot be read", row.getString("id"));
            String root = row.getString("parent_id");
            claims.unreadable().put(row.getString("id"), root == null ? row.getString("id") : root);
        }
    }

    private static Line.Place place(Row row) {
        return new Line.Place(
                row.getString("id"),
                row.getString("parent_id"),
                Executor.of(row.getString("executor")),
                row.getOffsetDateTime("rank"),
                OperationRows.strings(row, "avoid"),
                null);
    }

    /**
     * Who has not begun: researches, and tasks with those of their attempts that no agent has.
     *
     * @param researches those that wait in line, and those that have just been let in
     */
    record Waiting(Claims<Line.Place> tasks, List<Waiter> researches) {}

    /**
     * A research that has not begun.
     *
     * @param queued  waits in line; else it has been let in
     * @param depends something that it depends on keeps it from beginning
     * @param cause   what it was last seen waiting for
     */
    record Waiter(
            String id,
            boolean queued,
            boolean depends,
            @Nullable String cause) {}

    Uni<Waiting> waiting(int howMany) {
        return query(OperationSql.WAITING, Tuple.of(howMany)).map(TickStore::waiting);
    }

    private static Waiting waiting(RowSet<Row> rows) {
        Waiting waiting = new Waiting(new Claims<>(new ArrayList<>(), new HashMap<>()), new ArrayList<>());
        for (Row row : rows) {
            if (row.getString("type").equals(OperationType.AGENT_RESEARCH.wireName())) {
                waiting.researches()
                        .add(new Waiter(
                                row.getString("id"),
                                row.getBoolean("queued"),
                                row.getBoolean("depends"),
                                row.getString("waiting_cause")));
            } else {
                read(row, TickStore::task, waiting.tasks());
            }
        }
        return waiting;
    }

    private static Line.Place task(Row row) {
        String id = row.getString("id");
        String parent = row.getString("parent_id");
        String cause = row.getString("waiting_cause");
        return new Line.Place(
                parent == null ? Claim.ofTask(id, 1) : id,
                parent == null ? id : parent,
                Executor.AGENT,
                row.getOffsetDateTime("rank"),
                OperationRows.strings(row, "avoid"),
                new Line.Task(
                        OperationType.of(row.getString("type")),
                        row.getBoolean("depends"),
                        row.getString("preferred_agent_id"),
                        cause == null ? null : WaitingCause.of(cause)));
    }

    Uni<Claims<Reserved>> reserved(boolean everybodyIsAsked) {
        return query(OperationSql.RESERVED, Tuple.of(everybodyIsAsked)).map(rows -> claims(rows, TickStore::reserved));
    }

    private static Reserved reserved(Row row) {
        String artifact = row.getString("checkpoint_artifact");
        return new Reserved(
                row.getString("id"),
                row.getString("parent_id"),
                workersOnly(Executor.of(OperationType.of(row.getString("type")))),
                OperationStatus.of(row.getString("status")),
                row.getInteger("attempt"),
                Objects.requireNonNull(OperationRows.assignment(row)),
                row.getString("reservation").equals("ended"),
                howEnded(row),
                row.getBoolean("started"),
                row.getLong("granted_ms"),
                row.getBoolean("quiet"),
                row.getBoolean("on_hold"),
                row.getString("traceparent"),
                row.getString("spec"),
                row.getString("spec_sha256"),
                artifact == null ? null : new Checkpoint(artifact, row.getLong("checkpoint_step")));
    }

    /** An attempt that failed by its job's fault says nothing about the worker: it would have failed anywhere. */
    private static AttemptEnd howEnded(Row row) {
        if (row.getString("status").equals(OperationStatus.COMPLETED.wireName())) {
            return AttemptEnd.COMPLETED;
        }
        if (FailureClass.WORKER.wireName().equals(row.getString("failure_class"))) {
            return AttemptEnd.FAILED_BY_WORKER;
        }
        return WorkerCalls.START_UNANSWERED.equals(row.getString("failure_code"))
                ? AttemptEnd.NOT_STARTED
                : AttemptEnd.OTHER;
    }

    private static Executor workersOnly(Executor executor) {
        if (executor.workerType() == null) {
            throw new IllegalArgumentException("agents have no workers");
        }
        return executor;
    }

    /** Which of these agents' children are no longer theirs to run. */
    Uni<Set<String>> agentsToStop(Collection<String> running, long epoch) {
        return query(OperationSql.AGENTS_TO_STOP, Tuple.of(running.toArray(String[]::new), epoch))
                .map(TickStore::ids);
    }

    /**
     * Whose transition was written; the others lost a race and are decided again.
     *
     * @param origins of those that have one: where they come from, as a traceparent
     */
    record Winners(Set<String> ids, Map<String, String> origins) {}

    Uni<Winners> apply(List<Transition> transitions, Observation seen, Term term) {
        BulkRows rows = BulkRows.of(transitions, seen);
        return query(
                        OperationSql.APPLY,
                        Tuple.tuple()
                                .addString(rows.researches.toString())
                                .addString(rows.changes.toString())
                                .addString(rows.births.toString())
                                .addString(rows.events.toString())
                                .addLong(term.epoch())
                                .addLong(term.turn())
                                .addLong(config.lockLease().toMillis()))
                .invoke(telemetry::tell)
                .map(TickStore::moved);
    }

    Uni<Void> failAlone(Unreadable research, long epoch) {
        return query(OperationSql.FAIL_ALONE, Tuple.of(research.id(), research.version(), research.reason(), epoch))
                .invoke(telemetry::tell)
                .replaceWithVoid();
    }

    Uni<Void> closeReservations(Map<String, Long> ended, Set<String> lost, long epoch) {
        if (ended.isEmpty() && lost.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<String> claims = List.copyOf(ended.keySet());
        Long[] tokens = claims.stream().map(ended::get).toArray(Long[]::new);
        return query(
                        OperationSql.CLOSE_RESERVATIONS,
                        Tuple.of(claims.toArray(String[]::new), tokens, lost.toArray(String[]::new), epoch))
                .replaceWithVoid();
    }

    private Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return database.execute(sql, parameters);
    }

    private static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }

    private static Winners moved(RowSet<Row> rows) {
        Winners winners = new Winners(new HashSet<>(), new HashMap<>());
        for (Row row : rows) {
            if (row.getString("what").equals("moved")) {
                winners.ids().add(row.getString("id"));
                String origin = row.getString("label");
                if (origin != null) {
                    winners.origins().put(row.getString("id"), origin);
                }
            }
        }
        return winners;
    }

    private static Set<String> ids(RowSet<Row> rows) {
        Set<String> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getString("id")));
        return ids;
    }
}
