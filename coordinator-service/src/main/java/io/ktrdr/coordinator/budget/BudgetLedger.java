package io.ktrdr.coordinator.budget;

import io.ktrdr.contracts.research.AgentStatus.Budget;
import io.ktrdr.coordinator.stub.StubConfig;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
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
    private static final String SPENT_TODAY = """
            SELECT coalesce(sum(coalesce(actual_usd, estimate_usd)), 0) AS spent
              FROM budget_entry WHERE day = (now() AT TIME ZONE 'UTC')::date
            """;

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

    private static final int MODEL_PHASES = 2;

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

    /** US dollars left today; empty for unlimited. May be negative: running researches are completed. */
    public Uni<Optional<Double>> remaining(SqlClient client) {
        return config.dailyLimit()
                .map(limit ->
                        spent(client).map(sum -> Optional.of(limit.subtract(sum).doubleValue())))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static Uni<BigDecimal> spent(SqlClient client) {
        return client.preparedQuery(SPENT_TODAY)
                .execute()
                .map(rows -> rows.iterator().next().getBigDecimal("spent"));
    }

    public Uni<Budget> today() {
        return database.statement(this::remaining)
                .map(left -> new Budget(
                        left.map(usd -> Math.max(0, usd)).orElse(null),
                        config.dailyLimit().map(BigDecimal::doubleValue).orElse(null)));
    }

    /** US dollars that a research is expected to cost: its two model phases. The built-in agents cost nothing. */
    public double estimatePerResearch() {
        return stub.enabled() ? stub.cost().doubleValue() * MODEL_PHASES : 0;
    }
}
