package io.ktrdr.coordinator.admission;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.sync.SyncResponse.PoolSize;
import io.ktrdr.coordinator.budget.ExpectedCost;
import io.ktrdr.coordinator.budget.Funds;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.telemetry.Measurement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The pool's size as last heard, and what counts against it. Every admission locks the one row first. */
final class AdmissionStore {
    private static final String POOL = "SELECT * FROM admission";
    private static final String LOCK = POOL + " FOR UPDATE";

    private static final String HEARD = """
            UPDATE admission SET training_total = $1, training_busy = $2, backtesting_total = $3,
                                 backtesting_busy = $4, heard_at = now()
             WHERE ((training_total, training_busy, backtesting_total, backtesting_busy)
                    IS DISTINCT FROM ($1, $2, $3, $4) OR heard_at IS NULL)
               AND EXISTS (SELECT 1 FROM leader_lease WHERE epoch = $5)
            """;

    private AdmissionStore() {}

    /**
     * @param queued in line, for whatever reason
     * @param ready  those of them who wait for nothing but room
     */
    record Counts(int active, int queued, int ready) {}

    record Known(String operationId, String status, String requestSha256) {}

    static Uni<PerWorkerType<PoolSize>> pool(SqlClient client) {
        return one(client, POOL).map(AdmissionStore::poolSize);
    }

    static Uni<PerWorkerType<PoolSize>> lock(SqlClient client) {
        return one(client, LOCK).map(AdmissionStore::poolSize);
    }

    static Uni<Counts> counts(SqlClient client) {
        return one(client, OperationSql.COUNT_ACTIVE)
                .map(row -> new Counts(row.getInteger("active"), row.getInteger("queued"), row.getInteger("ready")));
    }

    static Uni<Void> heard(SqlClient client, PerWorkerType<PoolSize> pool, long epoch) {
        return client.preparedQuery(HEARD)
                .execute(Tuple.of(
                        pool.training().total(),
                        pool.training().busy(),
                        pool.backtesting().total(),
                        pool.backtesting().busy(),
                        epoch))
                .replaceWithVoid();
    }

    static Uni<Optional<Known>> byKey(SqlClient client, String key) {
        return client.preparedQuery(OperationSql.BY_IDEMPOTENCY_KEY)
                .execute(Tuple.of(key))
                .map(rows -> {
                    RowIterator<Row> iterator = rows.iterator();
                    if (!iterator.hasNext()) {
                        return Optional.empty();
                    }
                    Row row = iterator.next();
                    return Optional.of(
                            new Known(row.getString("id"), row.getString("status"), row.getString("request_sha256")));
                });
    }

    static Uni<Void> takeOver(SqlClient client, String researchId, List<Precedent.Taken> taken) {
        return client.preparedQuery(OperationSql.TAKE_OVER)
                .execute(Tuple.of(
                        researchId,
                        taken.stream().map(Precedent.Taken::operationId).toArray(String[]::new),
                        taken.stream().map(one -> one.phase().wireName()).toArray(String[]::new),
                        taken.stream().map(Precedent.Taken::claim).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /**
     * @param admitted whether somebody goes on
     * @param ended    waits that are over
     */
    record Admitted(boolean admitted, List<Measurement> ended) {}

    /** @param funds empty when nothing is limited */
    static Uni<Admitted> admit(SqlClient client, int howMany, Optional<Funds> funds, Set<String> ready) {
        ExpectedCost expected = funds.map(Funds::expected).orElse(ExpectedCost.NOTHING);
        return client.preparedQuery(OperationSql.ADMIT)
                .execute(Tuple.of(
                        howMany,
                        funds.map(Funds::affordable).orElse(null),
                        expected.design(),
                        expected.assessment(),
                        ready.toArray(String[]::new)))
                .map(rows -> new Admitted(
                        StreamSupport.stream(rows.spliterator(), false).anyMatch(row -> row.getBoolean("admitted")),
                        Measurement.of(rows)));
    }

    private static Uni<Row> one(SqlClient client, String sql) {
        return client.preparedQuery(sql).execute().map(rows -> rows.iterator().next());
    }

    private static PerWorkerType<PoolSize> poolSize(Row row) {
        return new PerWorkerType<>(
                new PoolSize(row.getInteger("training_total"), row.getInteger("training_busy")),
                new PoolSize(row.getInteger("backtesting_total"), row.getInteger("backtesting_busy")));
    }
}
