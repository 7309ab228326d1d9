package io.ktrdr.registry.database;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The registry's Postgres. Everything that runs through here may be run again: it is idempotent. */
@Singleton
public final class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final int RETRIES = 3;
    private static final Duration BEFORE_RETRY = Duration.ofMillis(5);
    /** Longer than Postgres' own timeouts, so that this one speaks only when Postgres does not. */
    private static final Duration NO_ANSWER = Duration.ofSeconds(5);

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

    private <T> Uni<T> settle(Uni<T> work) {
        return work.onFailure(DatabaseFailure::isLostRace)
                .retry()
                .withBackOff(BEFORE_RETRY)
                .atMost(RETRIES)
                .ifNoItem()
                .after(NO_ANSWER)
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
                Problem.of(ProblemCode.UNAVAILABLE, "The registry's database does not answer at the moment"), 1);
    }
}
