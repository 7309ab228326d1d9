package io.ktrdr.coordinator.budget;

import io.ktrdr.contracts.research.AgentStatus.Budget;
import io.ktrdr.coordinator.choice.Purse;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What may be spent today, and what is promised of it. */
@Singleton
public final class BudgetLedger {
    /** US dollars as {@code usd}: what was spent today (UTC), and what calls under way may cost. */
    public static final String CHARGED_TODAY = LedgerSql.CHARGED_TODAY;

    private final Database database;
    private final BudgetConfig config;
    private final Expectation expectation;

    BudgetLedger(Database database, BudgetConfig config, Expectation expectation) {
        this.database = database;
        this.config = config;
        this.expectation = expectation;
    }

    /** US dollars a day (UTC); empty when nothing is limited. */
    public Optional<BigDecimal> dailyLimit() {
        return config.dailyLimit();
    }

    /** What there is today, and what is promised of it; empty when nothing is limited. One statement, or none. */
    public Uni<Optional<Funds>> funds(SqlClient client) {
        Optional<BigDecimal> limit = config.dailyLimit();
        return limit.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : Today.read(client, expectation).map(today -> limit.map(today::funds));
    }

    /** What there is to spend today, for whoever chooses among models. */
    public Uni<Purse> purse() {
        return database.statement(client -> Today.read(client, expectation))
                .map(today -> new Purse(config.dailyLimit().orElse(null), today.charged(), today.shareGone()));
    }

    /** Tokens of all kinds that were counted today, by the name of the model. */
    public Uni<Map<String, Long>> tokensToday() {
        return database.execute(LedgerSql.TOKENS_TODAY, Tuple.tuple()).map(rows -> {
            Map<String, Long> tokens = new HashMap<>();
            rows.forEach(row -> tokens.put(row.getString("model"), row.getLong("tokens")));
            return tokens;
        });
    }

    public Uni<Budget> today() {
        return database.statement(this::funds)
                .map(found -> found.map(funds -> new Budget(
                                funds.remaining().max(BigDecimal.ZERO).doubleValue(),
                                config.dailyLimit().map(BigDecimal::doubleValue).orElse(null),
                                funds.promised().doubleValue()))
                        .orElseGet(() -> new Budget(null, null, 0)));
    }
}
