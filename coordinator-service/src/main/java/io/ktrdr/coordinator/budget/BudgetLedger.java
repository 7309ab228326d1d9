package io.ktrdr.coordinator.budget;

import io.ktrdr.contracts.research.AgentStatus.Budget;
import io.ktrdr.coordinator.choice.Purse;
import io.ktrdr.coordinator.stub.StubConfig;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Optional;

/** What may be spent today, and what is promised of it. */
@Singleton
public final class BudgetLedger {
    /** The one call of an agent that asks no model. */
    private static final int ONLY_CALL = 1;

    private final Database database;
    private final BudgetConfig config;
    private final StubConfig stub;
    private final Expectation expectation;
    private final CallLedger calls;

    BudgetLedger(Database database, BudgetConfig config, StubConfig stub, Expectation expectation, CallLedger calls) {
        this.database = database;
        this.config = config;
        this.stub = stub;
        this.expectation = expectation;
        this.calls = calls;
    }

    /** For an agent that asks no model: its whole work is one call, of a stub or of what is built in. */
    public Uni<Boolean> reserve(String operationId, long epoch, BigDecimal estimate) {
        return calls.reserve(operationId, epoch, ONLY_CALL, stub.enabled() ? "stub" : "built-in", estimate);
    }

    public Uni<Void> settle(String operationId, BigDecimal actual) {
        return calls.settle(operationId, ONLY_CALL, Tokens.NONE, actual).replaceWithVoid();
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

    public Uni<Budget> today() {
        return database.statement(this::funds)
                .map(found -> found.map(funds -> new Budget(
                                funds.remaining().max(BigDecimal.ZERO).doubleValue(),
                                config.dailyLimit().map(BigDecimal::doubleValue).orElse(null),
                                funds.promised().doubleValue()))
                        .orElseGet(() -> new Budget(null, null, 0)));
    }
}
