package io.ktrdr.coordinator.budget;

import io.ktrdr.contracts.research.AgentStatus.Budget;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.stub.StubConfig;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What models cost. An estimate is reserved before each call and settled with the real usage after it; what was never
 * settled stays charged at its estimate. Days are UTC.
 */
@Singleton
public final class BudgetLedger {
    /** In one snapshot, so that a call that is charged just now is in one of the two, and not in both. */
    private static final String TODAY = """
            SELECT (SELECT coalesce(sum(coalesce(actual_usd, estimate_usd)), 0)
                      FROM budget_entry WHERE day = (now() AT TIME ZONE 'UTC')::date) AS spent, calls.*
              FROM (%s) calls
            """.formatted(OperationSql.EXPECTED_MODEL_CALLS);

    /** $1 operation, $2 epoch, $3 estimate. No row: the operation is no longer this coordinator's to run. */
    private static final String RESERVE = """
            INSERT INTO budget_entry (operation_id, day, estimate_usd)
            SELECT o.id, (now() AT TIME ZONE 'UTC')::date, $3
              FROM operation o JOIN leader_lease l ON l.epoch = $2
             WHERE o.id = $1 AND o.epoch = $2 AND o.status = 'running'
            ON CONFLICT (operation_id) DO UPDATE SET estimate_usd = excluded.estimate_usd
            RETURNING id
            """;

    private static final String SETTLE = """
            UPDATE budget_entry SET actual_usd = $2, settled_at = now()
             WHERE operation_id = $1 AND settled_at IS NULL
            """;

    private final Database database;
    private final BudgetConfig config;
    private final StubConfig stub;

    BudgetLedger(Database database, BudgetConfig config, StubConfig stub) {
        this.database = database;
        this.config = config;
        this.stub = stub;
    }

    /** False when the operation may not run any more: then nothing may be spent on it. */
    public Uni<Boolean> reserve(String operationId, long epoch, BigDecimal estimate) {
        return database.execute(RESERVE, Tuple.of(operationId, epoch, estimate)).map(rows -> rows.rowCount() > 0);
    }

    public Uni<Void> settle(String operationId, BigDecimal actual) {
        return database.execute(SETTLE, Tuple.of(operationId, actual)).replaceWithVoid();
    }

    /** What there is today, and what is promised of it; empty when nothing is limited. */
    public Uni<Optional<Funds>> funds(SqlClient client) {
        Optional<BigDecimal> limit = config.dailyLimit();
        if (limit.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return one(client, TODAY).map(row -> {
            int active = row.getInteger("active");
            return Optional.of(new Funds(
                    limit.get().subtract(row.getBigDecimal("spent")),
                    estimate(active),
                    estimate(active + row.getInteger("queued")),
                    costOfCall()));
        });
    }

    private static Uni<Row> one(SqlClient client, String sql) {
        return client.preparedQuery(sql).execute().map(rows -> rows.iterator().next());
    }

    public Uni<Budget> today() {
        return database.statement(this::funds)
                .map(found -> found.map(funds -> new Budget(
                                funds.remaining().max(BigDecimal.ZERO).doubleValue(),
                                config.dailyLimit().map(BigDecimal::doubleValue).orElse(null),
                                funds.promised().doubleValue()))
                        .orElseGet(() -> new Budget(null, null, 0)));
    }

    /** US dollars that so many calls of a model are expected to cost. The built-in agents cost nothing. */
    public BigDecimal estimate(int modelCalls) {
        return costOfCall().multiply(BigDecimal.valueOf(modelCalls));
    }

    private BigDecimal costOfCall() {
        return stub.enabled() ? stub.cost() : BigDecimal.ZERO;
    }
}
