package io.ktrdr.registry.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.database.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes heartbeats to the table liveness: many at once, in one statement. */
@Singleton
final class HeartbeatStore {
    /**
     * Guarded by the incarnation in the row it writes, so that it cannot overwrite what a newer process said. Locked in one
     * order, or two registries could wait for each other.
     */
    private static final String HEARTBEATS = """
            WITH said AS (
                SELECT * FROM unnest(
                    $1::text[], $2::text[], $3::bigint[], $4::boolean[], $5::text[], $6::bigint[], $7::boolean[],
                    $8::text[], $9::text[])
                AS s (worker_id, incarnation, mark, draining, job_claim, job_token, job_completing, obstacle,
                      measurements)
            ), locked AS (
                SELECT l.worker_id FROM liveness l JOIN said s USING (worker_id, incarnation)
                ORDER BY l.worker_id FOR UPDATE OF l
            ), heard AS (
                UPDATE liveness l SET
                    last_heard = statement_timestamp(), mark = greatest(l.mark, s.mark), draining = s.draining,
                    job_claim = s.job_claim, job_token = s.job_token, job_completing = s.job_completing,
                    obstacle = s.obstacle, measurements = s.measurements::jsonb
                FROM said s JOIN locked USING (worker_id)
                WHERE l.worker_id = s.worker_id AND l.incarnation = s.incarnation
                RETURNING l.worker_id, l.incarnation
            )
            SELECT s.worker_id, s.incarnation, h.worker_id IS NOT NULL AS heard,
                   EXISTS (SELECT FROM incarnation i
                           WHERE i.worker_id = s.worker_id AND i.incarnation = s.incarnation
                             AND i.superseded_at IS NOT NULL) AS superseded,
                   coalesce(w.drained, false) AS drained,
                   coalesce(w.recovery_state = 'recovery' AND w.recovery_incarnation = s.incarnation
                            AND w.recovery_trouble <> 'silent', false) AS restart
            FROM said s
            LEFT JOIN heard h USING (worker_id, incarnation)
            LEFT JOIN worker w ON w.id = s.worker_id
            """;

    private final ObjectMapper json;

    HeartbeatStore(ObjectMapper json) {
        this.json = json;
    }

    /** Who says it. */
    record Speaker(String workerId, String incarnation) {}

    /** @param said at most one of each speaker */
    Uni<Map<Speaker, Heard>> write(SqlClient client, Map<Speaker, Heartbeat> said) {
        List<Speaker> who = List.copyOf(said.keySet());
        List<Heartbeat> what = who.stream().map(said::get).toList();
        return client.preparedQuery(HEARTBEATS)
                .execute(Tuple.from(new Object[] {
                    Columns.of(who, Speaker::workerId, String[]::new),
                    Columns.of(who, Speaker::incarnation, String[]::new),
                    Columns.of(what, Heartbeat::mark, Long[]::new),
                    Columns.of(what, Heartbeat::draining, Boolean[]::new),
                    Columns.of(what, word -> of(word.job(), RunningJob::claim), String[]::new),
                    Columns.of(what, word -> of(word.job(), RunningJob::token), Long[]::new),
                    Columns.of(what, word -> of(word.job(), RunningJob::completing), Boolean[]::new),
                    Columns.of(what, Heartbeat::obstacle, String[]::new),
                    Columns.of(what, this::measurements, String[]::new)
                }))
                .map(HeartbeatStore::heard);
    }

    private static Map<Speaker, Heard> heard(RowSet<Row> rows) {
        Map<Speaker, Heard> heard = new HashMap<>();
        for (Row row : rows) {
            heard.put(
                    new Speaker(row.getString("worker_id"), row.getString("incarnation")),
                    new Heard(as(row), row.getBoolean("drained"), row.getBoolean("restart")));
        }
        return heard;
    }

    private static Heard.As as(Row row) {
        if (row.getBoolean("heard")) {
            return Heard.As.WELCOME;
        }
        return row.getBoolean("superseded") ? Heard.As.SUPERSEDED : Heard.As.UNKNOWN;
    }

    private @Nullable String measurements(Heartbeat heartbeat) {
        if (heartbeat.measurements() == null) {
            return null;
        }
        try {
            return json.writeValueAsString(heartbeat.measurements());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can be written as such", e);
        }
    }

    private static <T> @Nullable T of(@Nullable RunningJob job, Function<RunningJob, T> figure) {
        return job == null ? null : figure.apply(job);
    }
}
