package io.ktrdr.coordinator.readiness;

import io.ktrdr.contracts.lock.LockList.Held;
import io.ktrdr.contracts.lock.LockMode;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.coordinator.lock.Claimant;
import io.ktrdr.coordinator.lock.Claimant.Turn;
import io.ktrdr.coordinator.lock.Lock;
import io.ktrdr.coordinator.lock.Resource;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Locks in the database. */
@Singleton
public final class Locks {
    private final Database database;
    private final SchedulingConfig config;

    Locks(Database database, SchedulingConfig config) {
        this.database = database;
        this.config = config;
    }

    /**
     * Somebody who has locks or wants some, as stored.
     *
     * @param depends  something that it depends on keeps it from beginning
     * @param waitingCause what it was last seen waiting for
     * @param expired  nothing was heard of it for as long as a lease
     */
    public record Stored(
            OperationType type,
            Claimant claimant,
            boolean running,
            boolean depends,
            @Nullable String waitingCause,
            boolean expired) {}

    public Uni<List<Stored>> claimants() {
        return database.execute(LockSql.CLAIMANTS, Tuple.of(config.lockLease().toMillis()))
                .map(rows -> {
                    List<Stored> stored = new ArrayList<>(rows.size());
                    rows.forEach(row -> stored.add(stored(row)));
                    return stored;
                });
    }

    private static Stored stored(Row row) {
        String[] resources = row.getArrayOfStrings("resources");
        String[] modes = row.getArrayOfStrings("modes");
        Boolean[] isHeld = row.getArrayOfBooleans("held");
        List<Lock> held = new ArrayList<>();
        List<Lock> wanted = new ArrayList<>();
        for (int i = 0; i < resources.length; i++) {
            (isHeld[i] ? held : wanted).add(new Lock(new Resource(resources[i]), LockMode.of(modes[i])));
        }
        Turn turn = held.isEmpty() ? Turn.BEGINS : Turn.HOLDS;
        return new Stored(
                OperationType.of(row.getString("type")),
                new Claimant(
                        row.getString("id"),
                        row.getOffsetDateTime("rank"),
                        turn,
                        held,
                        wanted,
                        Objects.requireNonNullElse(row.getLong("lost_ms"), 0L),
                        row.getInteger("deadlocks"),
                        row.getLong("created_ms")),
                row.getString("status").equals("running"),
                row.getBoolean("depends"),
                row.getString("waiting_cause"),
                row.getBoolean("expired"));
    }

    Uni<List<Held>> held() {
        return database.execute(LockSql.HELD, Tuple.tuple()).map(rows -> {
            List<Held> held = new ArrayList<>(rows.size());
            rows.forEach(row -> held.add(new Held(
                    row.getString("resource"),
                    LockMode.of(row.getString("mode")),
                    row.getString("operation_id"),
                    row.getLong("token"),
                    row.getOffsetDateTime("granted_at").toInstant(),
                    row.getOffsetDateTime("expires_at").toInstant())));
            return held;
        });
    }

    /**
     * @param alive attempts on workers that the registry has just heard of
     * @param epoch of the coordinator that has them in hand
     */
    public Uni<Void> renew(Collection<String> alive, long epoch) {
        return database.execute(
                        LockSql.RENEW, Tuple.of(config.lockLease().toMillis(), alive.toArray(String[]::new), epoch))
                .replaceWithVoid();
    }

    /** What an operation needs before it begins, in the transaction that creates it. */
    public static Uni<Void> ask(SqlClient connection, String operationId, Terms terms) {
        return terms.isNothing()
                ? Uni.createFrom().voidItem()
                : ask(connection, operationId, terms.dependsOn(), terms.locks());
    }

    /** What one that is under way, and locked, needs beyond that. What it has or has asked for already is not asked for again. */
    public static Uni<Void> askMore(SqlClient connection, String operationId, List<Lock> locks) {
        return ask(connection, operationId, List.of(), locks)
                .chain(() -> connection.preparedQuery(LockSql.WANTS_MORE).execute(Tuple.of(operationId)))
                .replaceWithVoid();
    }

    private static Uni<Void> ask(SqlClient connection, String operationId, List<String> dependsOn, List<Lock> locks) {
        return connection
                .preparedQuery(LockSql.ASK)
                .execute(Tuple.of(
                        operationId,
                        dependsOn.toArray(String[]::new),
                        locks.stream().map(lock -> lock.resource().pattern()).toArray(String[]::new),
                        locks.stream().map(lock -> lock.mode().wireName()).toArray(String[]::new)))
                .replaceWithVoid();
    }
}
