package io.ktrdr.registry.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.contracts.worker.WorkerRegistration;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.health.HealthRows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The tables worker, liveness, incarnation and hearing. */
@Singleton
public final class WorkerStore {
    /** Two processes that register under one id at the same moment do so one after the other. */
    private static final String LOCK_ID = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    private static final String REGISTER = """
            WITH accepted AS (
                SELECT statement_timestamp() AS at
                WHERE NOT EXISTS (
                    SELECT FROM incarnation
                    WHERE worker_id = $1 AND incarnation = $2 AND superseded_at IS NOT NULL)
            ), older AS (
                UPDATE incarnation SET superseded_at = greatest(at, registered_at)
                FROM accepted
                WHERE worker_id = $1 AND incarnation <> $2 AND superseded_at IS NULL
            ), known AS (
                INSERT INTO worker (id, type, url, version, registered_at)
                SELECT $1, $3, $4, $5, at FROM accepted
                ON CONFLICT (id) DO UPDATE SET
                    type = excluded.type, url = excluded.url, version = excluded.version,
                    registered_at = excluded.registered_at
            ), heard AS (
                INSERT INTO liveness
                    (worker_id, incarnation, last_heard, mark, draining, job_claim, job_token, job_completing)
                SELECT $1, $2, at, $6::bigint, false, $7::text, $8::bigint, $9::boolean FROM accepted
                ON CONFLICT (worker_id) DO UPDATE SET
                    incarnation = excluded.incarnation, last_heard = excluded.last_heard,
                    mark = greatest(liveness.mark, excluded.mark), draining = excluded.draining, obstacle = NULL,
                    measurements = NULL,
                    job_claim = excluded.job_claim, job_token = excluded.job_token,
                    job_completing = excluded.job_completing
            )
            SELECT count(*) = 1 AS accepted FROM accepted
            """;

    /** After the older ones have made room for it: there is one current incarnation. */
    private static final String REMEMBER_INCARNATION = """
            INSERT INTO incarnation (worker_id, incarnation, registered_at)
            VALUES ($1, $2, statement_timestamp())
            ON CONFLICT DO NOTHING
            """;

    private static final String ROSTER = """
            SELECT statement_timestamp() AS now, h.since, h.swept_at,
                   w.id, w.type, w.url, w.version, w.drained, w.recovery_state,
                   w.recovery_trouble, w.recovery_reason, w.recovery_round, w.recovery_since, w.recovery_until,
                   w.recovery_incarnation, w.slow_since,
                   l.incarnation, l.last_heard, l.mark, l.draining, l.job_claim, l.job_token, l.job_completing,
                   l.obstacle, l.measurements::text AS measurements,
                   r.breaker_failures, r.breaker_successes, r.breaker_opened_at, r.outcomes, r.counted
            FROM hearing h LEFT JOIN (
                worker w JOIN liveness l ON l.worker_id = w.id LEFT JOIN worker_record r ON r.worker_id = w.id) ON true
            ORDER BY w.id
            """;

    private static final String LOCK = "SELECT FROM worker WHERE id = $1 FOR UPDATE";

    private static final String DRAIN = "UPDATE worker SET drained = $2 WHERE id = $1";

    private static final String START_HEARING =
            "UPDATE hearing SET since = statement_timestamp(), swept_at = statement_timestamp()";

    private static final String SWEEP = """
            WITH heard_before_the_clock_was_set_back AS (
                UPDATE liveness SET last_heard = statement_timestamp()
                WHERE last_heard > statement_timestamp() + make_interval(secs => $1)
            )
            UPDATE hearing SET
                since = CASE WHEN swept_at + make_interval(secs => $1) < statement_timestamp()
                                  OR since > statement_timestamp()
                             THEN statement_timestamp() ELSE since END,
                swept_at = statement_timestamp()
            """;

    private static final String FORGET = "DELETE FROM worker WHERE id = ANY($1)";

    private static final String FORGET_INCARNATIONS = """
            DELETE FROM incarnation i WHERE superseded_at < statement_timestamp() - interval '30 days'
                OR (registered_at < statement_timestamp() - interval '30 days'
                    AND NOT EXISTS (SELECT FROM worker WHERE id = i.worker_id))
            """;

    private static final Logger LOG = Logger.getLogger(WorkerStore.class);

    private final Timing timing;
    private final ObjectMapper json;

    WorkerStore(Timing timing, ObjectMapper json) {
        this.timing = timing;
        this.json = json;
    }

    /** False when a newer incarnation has registered before. */
    Uni<Boolean> register(SqlConnection connection, WorkerRegistration registration) {
        String id = registration.workerId();
        String incarnation = registration.incarnation();
        List<@Nullable Object> values = new ArrayList<>(List.of(
                id,
                incarnation,
                registration.workerType().wireName(),
                registration.url(),
                registration.version(),
                registration.mark()));
        addJob(values, registration.job());
        return connection
                .preparedQuery(LOCK_ID)
                .execute(Tuple.of(id))
                .chain(() -> connection.preparedQuery(REGISTER).execute(Tuple.from(values)))
                .map(rows -> rows.iterator().next().getBoolean("accepted"))
                .call(accepted -> accepted
                        ? remember(connection, id, incarnation)
                        : Uni.createFrom().voidItem());
    }

    private static Uni<RowSet<Row>> remember(SqlConnection connection, String id, String incarnation) {
        return connection.preparedQuery(REMEMBER_INCARNATION).execute(Tuple.of(id, incarnation));
    }

    /** Nobody else changes what is stored about it until the transaction ends. */
    Uni<Void> lock(SqlConnection connection, String workerId) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(workerId)).replaceWithVoid();
    }

    /** Everybody, with the time at which this was read. */
    public Uni<Roster> roster(SqlClient client) {
        return client.preparedQuery(ROSTER).execute().map(this::roster);
    }

    private Roster roster(RowSet<Row> rows) {
        Row first = rows.iterator().next();
        Hearing hearing = Hearing.of(
                instant(first, "now"), instant(first, "since"), instant(first, "swept_at"), timing.heartbeat());
        return new Roster(
                hearing,
                StreamSupport.stream(rows.spliterator(), false)
                        .filter(row -> row.getString("id") != null)
                        .map(this::worker)
                        .toList());
    }

    private KnownWorker worker(Row row) {
        String claim = row.getString("job_claim");
        return new KnownWorker(
                row.getString("id"),
                WorkerType.of(row.getString("type")),
                row.getString("url"),
                row.getString("version"),
                row.getString("incarnation"),
                row.getBoolean("drained"),
                instant(row, "last_heard"),
                row.getLong("mark"),
                row.getBoolean("draining"),
                claim == null
                        ? null
                        : new RunningJob(claim, row.getLong("job_token"), row.getBoolean("job_completing")),
                row.getString("obstacle"),
                new Condition(
                        HealthRows.recovery(row), HealthRows.record(row), measurements(row.getString("measurements"))));
    }

    private @Nullable WorkerMeasurements measurements(@Nullable String stored) {
        if (stored == null) {
            return null;
        }
        try {
            return json.readValue(stored, WorkerMeasurements.class);
        } catch (JsonProcessingException e) {
            // a worker of another release may measure otherwise
            LOG.debugf(e, "Unreadable measurements: %s", stored);
            return null;
        }
    }

    /** False when there is no such worker. */
    Uni<Boolean> drain(SqlClient client, String workerId, boolean drained) {
        return client.preparedQuery(DRAIN).execute(Tuple.of(workerId, drained)).map(result -> result.rowCount() == 1);
    }

    /** From now on the registry hears; silence before does not count. */
    Uni<Void> startHearing(SqlClient client) {
        return client.preparedQuery(START_HEARING).execute().replaceWithVoid();
    }

    /** Notes that the registry still hears. After a gap longer than {@code late} it has heard nobody meanwhile. */
    Uni<Void> sweep(SqlClient client, Duration late) {
        return client.preparedQuery(SWEEP)
                .execute(Tuple.of(late.toMillis() / 1000.0))
                .replaceWithVoid();
    }

    /** Removes workers that have no reservation. */
    Uni<Void> forget(SqlClient client, List<String> workerIds) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(workerIds.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Nobody wakes up after that long. */
    Uni<Void> forgetIncarnations(SqlClient client) {
        return client.preparedQuery(FORGET_INCARNATIONS).execute().replaceWithVoid();
    }

    private static void addJob(List<@Nullable Object> values, @Nullable RunningJob job) {
        values.add(job == null ? null : job.claim());
        values.add(job == null ? null : (Long) job.token());
        values.add(job == null ? null : (Boolean) job.completing());
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
