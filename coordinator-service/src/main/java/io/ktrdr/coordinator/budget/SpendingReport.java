package io.ktrdr.coordinator.budget;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.budget.BudgetReport;
import io.ktrdr.contracts.budget.BudgetReport.Item;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Today's budget and what was spent on what, all as of one moment. */
@Singleton
final class SpendingReport {
    private final Database database;
    private final BudgetConfig config;
    private final Expectation expectation;

    SpendingReport(Database database, BudgetConfig config, Expectation expectation) {
        this.database = database;
        this.config = config;
        this.expectation = expectation;
    }

    Uni<BudgetReport> of(Grouping grouping, int days, int limit) {
        return database.snapshot(connection -> Today.read(connection, expectation)
                .chain(today -> items(connection, LedgerSql.TOTAL, Tuple.of(days))
                        .chain(total -> items(connection, grouping.sql(), Tuple.of(days, limit))
                                .map(items -> report(today, grouping, days, total.getFirst(), items)))));
    }

    private BudgetReport report(Today today, Grouping grouping, int days, Item total, List<Item> items) {
        return new BudgetReport(
                today.day(),
                config.dailyLimit().map(BigDecimal::doubleValue).orElse(null),
                today.spent().doubleValue(),
                today.reserved().doubleValue(),
                today.promised().doubleValue(),
                config.dailyLimit()
                        .map(limit -> today.funds(limit)
                                .remaining()
                                .max(BigDecimal.ZERO)
                                .doubleValue())
                        .orElse(null),
                WireName.of(grouping),
                days,
                total,
                items);
    }

    private static Uni<List<Item>> items(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).map(rows -> {
            List<Item> items = new ArrayList<>(rows.size());
            rows.forEach(row -> items.add(item(row)));
            return items;
        });
    }

    private static Item item(Row row) {
        return new Item(
                row.getString("key"),
                row.getString("label"),
                row.getLong("calls"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("cache_read_tokens"),
                row.getLong("cache_write_tokens"),
                row.getBigDecimal("usd").doubleValue(),
                row.getBigDecimal("unsettled_usd").doubleValue());
    }
}
