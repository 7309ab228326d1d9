package io.ktrdr.database;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A service's Postgres. What lost a race was rolled back, and is run again; what the server could not do because it is away
 * fails with {@code unavailable}, so that callers try again later.
 */
@Singleton
public final class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final int RETRIES = 3;
    private static final Duration BEFORE_RETRY = Duration.ofMillis(5);
    /** Longer than Postgres' own timeouts, so that this one speaks only when Postgres does not. */
    private static final Duration NO_ANSWER = Duration.ofSeconds(5);

    private static final Duration NO_ANSWER_TO_MUCH = Duration.ofSeconds(60);
    private static final String ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    private final Pool pool;
    private final AtomicBoolean away = new AtomicBoolean();

    Database(Pool pool) {
        this.pool = pool;
    }

    /** Runs in a transaction of its own; a deadlock's or serialization's victim is run again. */
    public <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return settle(Uni.createFrom().deferred(() -> pool.withTransaction(work)));
    }

    /**
     * Runs statements that commit each by itself. On a connection taken for them: the pool's own shortcut leaves a timer
     * behind when the server is away, which half a minute later fails into the log.
     */
    public <T> Uni<T> statement(Function<SqlClient, Uni<T>> work) {
        return settle(Uni.createFrom().deferred(() -> pool.withConnection(work::apply)));
    }

    /** One statement that commits by itself. */
    public Uni<RowSet<Row>> execute(String sql, Tuple parameters) {
        return statement(client -> client.preparedQuery(sql).execute(parameters));
    }

    /** As {@link #execute(String, Tuple)}, for one that moves many bytes. */
    public Uni<RowSet<Row>> executeLong(String sql, Tuple parameters) {
        return settle(
                Uni.createFrom()
                        .deferred(() -> pool.withConnection(
                                client -> client.preparedQuery(sql).execute(parameters))),
                NO_ANSWER_TO_MUCH);
    }

    /**
     * Work that reaches the server on a way of its own, such as the session of an ORM. Not run again: it may be bound to the
     * thread it was begun on.
     */
    public <T> Uni<T> elsewhere(Supplier<Uni<T>> work) {
        return judge(Uni.createFrom().deferred(work::get), NO_ANSWER);
    }

    /** Reads as much as it likes as of one moment; can write nothing. */
    public <T> Uni<T> snapshot(Function<SqlConnection, Uni<T>> work) {
        return settle(
                Uni.createFrom()
                        .deferred(() -> pool.withTransaction(connection ->
                                connection.query(ONE_SNAPSHOT).execute().chain(() -> work.apply(connection)))),
                NO_ANSWER_TO_MUCH);
    }

    private <T> Uni<T> settle(Uni<T> work) {
        return settle(work, NO_ANSWER);
    }

    private <T> Uni<T> settle(Uni<T> work, Duration patience) {
        return judge(
                work.onFailure(DatabaseFailure::isLostRace)
                        .retry()
                        .withBackOff(BEFORE_RETRY)
                        .atMost(RETRIES),
                patience);
    }

    private <T> Uni<T> judge(Uni<T> work, Duration patience) {
        return work.ifNoItem()
                .after(patience)
                .fail()
                .invoke(this::answered)
                .onFailure(DatabaseFailure::isOutage)
                .transform(this::unavailable);
    }

    /** An outage fails many requests; the log says once that it begins and once that it ends. */
    private void answered() {
        if (away.compareAndSet(true, false)) {
            LOG.info("The database answers again");
        }
    }

    private Throwable unavailable(Throwable outage) {
        if (away.compareAndSet(false, true)) {
            LOG.warnf("The database does not answer in time: %s", outage);
        }
        return new ProblemException(
                Problem.of(ProblemCode.UNAVAILABLE, "The database does not answer at the moment"), 1);
    }
}
