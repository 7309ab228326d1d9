package io.ktrdr.registry.reservation;

import io.ktrdr.database.Columns;
import io.ktrdr.registry.health.WorkerRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables registry_state, reservation and ended_job; and worker_record, which changes with them. */
@Singleton
public final class ReservationStore {
    private static final String LOCK = "SELECT epoch, seq, counter, rebuilding_until FROM registry_state FOR UPDATE";

    private static final String READ = """
            SELECT worker_id, r.claim, r.incarnation, r.token,
                   e.claim AS ended_claim, e.token AS ended_token, e.ended_at
            FROM reservation r FULL JOIN ended_job e USING (worker_id)
            """;

    private static final String ADVANCE = """
            WITH released AS (
                DELETE FROM reservation WHERE claim = ANY($5)
            ), ended AS (
                INSERT INTO ended_job (worker_id, claim, token, ended_at)
                SELECT * FROM unnest($6::text[], $7::text[], $8::bigint[], $9::timestamptz[])
                ON CONFLICT (worker_id) DO UPDATE SET
                    claim = excluded.claim, token = excluded.token, ended_at = excluded.ended_at
            ), records AS (
                INSERT INTO worker_record
                    (worker_id, breaker_failures, breaker_successes, breaker_opened_at, outcomes, counted)
                SELECT * FROM unnest($10::text[], $11::int[], $12::int[], $13::timestamptz[], $14::text[], $15::bigint[])
                ON CONFLICT (worker_id) DO UPDATE SET
                    breaker_failures = excluded.breaker_failures, breaker_successes = excluded.breaker_successes,
                    breaker_opened_at = excluded.breaker_opened_at, outcomes = excluded.outcomes,
                    counted = excluded.counted
            )
            UPDATE registry_state SET epoch = $1, seq = $2, counter = $3, rebuilding_until = $4
            """;

    /** A statement of its own: within one, a worker's old row would still be in the way of its new one. */
    private static final String RESERVE = """
            INSERT INTO reservation (claim, worker_id, incarnation, token, granted_at)
            SELECT claim, worker_id, incarnation, token, statement_timestamp()
            FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
                AS r (claim, worker_id, incarnation, token)
            """;

    ReservationStore() {}

    /** Whoever has read the state so is alone until the transaction ends. */
    public Uni<RegistryState> lock(SqlConnection connection) {
        return connection
                .preparedQuery(LOCK)
                .execute()
                .map(rows -> state(rows.iterator().next()));
    }

    private static RegistryState state(Row row) {
        OffsetDateTime rebuilding = row.getOffsetDateTime("rebuilding_until");
        return new RegistryState(
                row.getLong("epoch"),
                row.getLong("seq"),
                row.getLong("counter"),
                rebuilding == null ? null : rebuilding.toInstant());
    }

    public Uni<Reservations> read(SqlClient client) {
        return client.preparedQuery(READ).execute().map(ReservationStore::reservations);
    }

    private static Reservations reservations(RowSet<Row> rows) {
        List<Reservation> current = new ArrayList<>();
        Map<String, EndedJob> ended = new HashMap<>();
        for (Row row : rows) {
            String workerId = row.getString("worker_id");
            if (row.getString("claim") != null) {
                current.add(new Reservation(
                        row.getString("claim"), workerId, row.getString("incarnation"), row.getLong("token")));
            }
            if (row.getString("ended_claim") != null) {
                ended.put(
                        workerId,
                        new EndedJob(
                                row.getString("ended_claim"),
                                row.getLong("ended_token"),
                                row.getOffsetDateTime("ended_at").toInstant()));
            }
        }
        return new Reservations(List.copyOf(current), Map.copyOf(ended));
    }

    /** Needs {@link #lock}. */
    public Uni<Void> write(SqlConnection connection, ReservationChange change) {
        return connection
                .preparedQuery(ADVANCE)
                .execute(advance(change))
                .chain(() -> connection.preparedQuery(RESERVE).execute(reserve(change.reserved())))
                .replaceWithVoid();
    }

    private static Tuple advance(ReservationChange change) {
        RegistryState state = change.state();
        List<String> workers = List.copyOf(change.ended().keySet());
        List<EndedJob> jobs = List.copyOf(change.ended().values());
        List<String> recorded = List.copyOf(change.records().keySet());
        List<WorkerRecord> records = List.copyOf(change.records().values());
        return Tuple.from(new @Nullable Object[] {
            state.epoch(),
            state.seq(),
            state.counter(),
            state.rebuildingUntil() == null ? null : Columns.utc(state.rebuildingUntil()),
            change.released().toArray(String[]::new),
            workers.toArray(String[]::new),
            Columns.of(jobs, EndedJob::claim, String[]::new),
            Columns.of(jobs, EndedJob::token, Long[]::new),
            Columns.of(jobs, job -> Columns.utc(job.endedAt()), OffsetDateTime[]::new),
            recorded.toArray(String[]::new),
            Columns.of(records, record -> record.breaker().failures(), Integer[]::new),
            Columns.of(records, record -> record.breaker().successes(), Integer[]::new),
            Columns.of(records, ReservationStore::openedAt, OffsetDateTime[]::new),
            Columns.of(records, WorkerRecord::outcomes, String[]::new),
            Columns.of(records, WorkerRecord::counted, Long[]::new)
        });
    }

    private static @Nullable OffsetDateTime openedAt(WorkerRecord record) {
        Instant openedAt = record.breaker().openedAt();
        return openedAt == null ? null : Columns.utc(openedAt);
    }

    private static Tuple reserve(List<Reservation> reserved) {
        return Tuple.of(
                Columns.of(reserved, Reservation::claim, String[]::new),
                Columns.of(reserved, Reservation::workerId, String[]::new),
                Columns.of(reserved, Reservation::incarnation, String[]::new),
                Columns.of(reserved, Reservation::token, Long[]::new));
    }
}
