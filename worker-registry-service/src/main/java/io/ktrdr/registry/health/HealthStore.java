package io.ktrdr.registry.health;

import io.ktrdr.contracts.worker.HealthSample;
import io.ktrdr.contracts.worker.HealthView;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.database.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** How far recoveries are, in the table worker, the table worker_record, and the table health_sample. */
@Singleton
public final class HealthStore {
    /** Only from the state in which it was read. Locked in one order, or two registries could wait for each other. */
    private static final String CHANGE = """
            WITH change AS (
                SELECT * FROM unnest(
                    $1::text[], $2::text[], $3::timestamptz[],
                    $4::text[], $5::text[], $6::text[], $7::int[], $8::timestamptz[], $9::timestamptz[], $10::text[],
                    $11::timestamptz[])
                AS c (id, was, was_since, state, trouble, reason, round, since, until, incarnation, slow_since)
            ), locked AS (
                SELECT w.id FROM worker w JOIN change USING (id) ORDER BY w.id FOR UPDATE OF w
            )
            UPDATE worker w SET
                recovery_state = c.state, recovery_trouble = c.trouble, recovery_reason = c.reason,
                recovery_round = c.round, recovery_since = c.since, recovery_until = c.until,
                recovery_incarnation = c.incarnation, slow_since = c.slow_since
            FROM change c JOIN locked USING (id)
            WHERE w.id = c.id AND w.recovery_state IS NOT DISTINCT FROM c.was AND w.recovery_since = c.was_since
            RETURNING w.id
            """;

    private static final String FORGIVE = """
            UPDATE worker_record SET breaker_failures = 0, breaker_successes = 0, breaker_opened_at = NULL, outcomes = ''
            WHERE worker_id = $1
            """;

    /** At most one registry writes one, and what is older than a day goes. */
    private static final String SAMPLE = """
            WITH old AS (
                DELETE FROM health_sample WHERE at < statement_timestamp() - interval '24 hours'
            )
            INSERT INTO health_sample
                (worker_id, at, state, score, liveness, activity, error_rate, resource_efficiency, velocity)
            SELECT s.id, statement_timestamp(), s.state, s.score, s.liveness, s.activity, s.errors, s.resources, s.velocity
            FROM unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[],
                        $8::float8[])
                AS s (id, state, score, liveness, activity, errors, resources, velocity)
            JOIN worker w ON w.id = s.id
            WHERE NOT EXISTS (
                SELECT FROM health_sample WHERE at > statement_timestamp() - make_interval(secs => $9))
            """;

    private static final String HISTORY = """
            SELECT at, state, score, liveness, activity, error_rate, resource_efficiency, velocity
            FROM health_sample WHERE worker_id = $1 AND at >= statement_timestamp() - interval '24 hours' ORDER BY at
            """;

    HealthStore() {}

    /** One worker's step. */
    public record Change(String workerId, Recovery from, Recovery to) {}

    /** One worker's health now. */
    public record Measured(String workerId, WorkerState state, HealthView health) {}

    /** @return the ids of those that were still as they had been read */
    public Uni<Set<String>> change(SqlClient client, List<Change> changes) {
        Tuple values = Tuple.from(new Object[] {
            Columns.of(changes, Change::workerId, String[]::new),
            Columns.of(changes, change -> change.from().state().stored(), String[]::new),
            Columns.of(changes, change -> Columns.utc(change.from().since()), OffsetDateTime[]::new),
            Columns.of(changes, change -> change.to().state().stored(), String[]::new),
            Columns.of(changes, change -> stored(change.to().trouble()), String[]::new),
            Columns.of(changes, change -> change.to().reason(), String[]::new),
            Columns.of(changes, change -> change.to().round(), Integer[]::new),
            Columns.of(changes, change -> Columns.utc(change.to().since()), OffsetDateTime[]::new),
            Columns.of(changes, change -> Columns.utc(change.to().until()), OffsetDateTime[]::new),
            Columns.of(changes, change -> change.to().incarnation(), String[]::new),
            Columns.of(changes, change -> Columns.utc(change.to().slowSince()), OffsetDateTime[]::new)
        });
        return client.preparedQuery(CHANGE)
                .execute(values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("id"))
                        .collect(Collectors.toSet()));
    }

    /** Closes its breaker and forgets its failures. */
    public Uni<Void> forgive(SqlClient client, String workerId) {
        return client.preparedQuery(FORGIVE).execute(Tuple.of(workerId)).replaceWithVoid();
    }

    /** Writes nothing when there is a sample younger than {@code interval}. */
    public Uni<Void> sample(SqlClient client, List<Measured> workers, Duration interval) {
        Tuple values = Tuple.from(new Object[] {
            Columns.of(workers, Measured::workerId, String[]::new),
            Columns.of(workers, measured -> measured.state().wireName(), String[]::new),
            Columns.of(workers, measured -> measured.health().score(), Double[]::new),
            Columns.of(workers, measured -> measured.health().liveness(), Double[]::new),
            Columns.of(workers, measured -> measured.health().activity(), Double[]::new),
            Columns.of(workers, measured -> measured.health().errorRate(), Double[]::new),
            Columns.of(workers, measured -> measured.health().resourceEfficiency(), Double[]::new),
            Columns.of(workers, measured -> measured.health().velocity(), Double[]::new),
            interval.toMillis() / 1000.0
        });
        return client.preparedQuery(SAMPLE).execute(values).replaceWithVoid();
    }

    /** Of the last 24 hours, oldest first. */
    public Uni<List<HealthSample>> history(SqlClient client, String workerId) {
        return client.preparedQuery(HISTORY)
                .execute(Tuple.of(workerId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(HealthStore::sample)
                        .toList());
    }

    private static HealthSample sample(Row row) {
        return new HealthSample(
                row.getOffsetDateTime("at").toInstant(),
                WorkerState.of(row.getString("state")),
                new HealthView(
                        figure(row, "score"),
                        figure(row, "liveness"),
                        figure(row, "activity"),
                        figure(row, "error_rate"),
                        figure(row, "resource_efficiency"),
                        figure(row, "velocity")));
    }

    /** Stored with some seven digits, of which four say something. */
    private static @Nullable Double figure(Row row, String column) {
        Float value = row.getFloat(column);
        return value == null ? null : (Double) (Math.round(value * 10_000) / 10_000.0);
    }

    private static @Nullable String stored(@Nullable Trouble trouble) {
        return trouble == null ? null : trouble.stored();
    }
}
