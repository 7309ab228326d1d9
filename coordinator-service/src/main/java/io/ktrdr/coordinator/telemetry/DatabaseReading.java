package io.ktrdr.coordinator.telemetry;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.research.WaitingCause;
import io.ktrdr.database.Database;
import io.ktrdr.database.ScrapedGauges;
import io.ktrdr.database.ScrapedGauges.Family;
import io.ktrdr.database.ScrapedGauges.Series;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What every coordinator says alike, whether it ticks or not: it is read from the database when it is asked for. */
@Singleton
final class DatabaseReading {
    private static final List<String> STATES = List.of("queued", "pending", "waiting", "needs_attention", "running");
    private static final List<String> TYPES =
            Stream.of(OperationType.values()).map(WireName::of).toList();
    private static final List<String> CAUSES =
            Stream.of(WaitingCause.values()).map(WireName::of).toList();
    private static final List<String> WORKER_TYPES = List.of("training", "backtesting");

    private final Database database;
    private final BudgetLedger budget;

    DatabaseReading(Database database, BudgetLedger budget) {
        this.database = database;
        this.budget = budget;
    }

    void register(@Observes StartupEvent started, PrometheusMeterRegistry registry) {
        ScrapedGauges.register(registry, this::read);
    }

    private Uni<List<Family>> read() {
        return database.execute(ScrapeSql.SCRAPE, Tuple.tuple()).map(rows -> families(Found.in(rows)));
    }

    /** A series without a row is one of which there is nothing. */
    private record Found(Map<List<String>, Double> values) {
        static Found in(RowSet<Row> rows) {
            Map<List<String>, Double> values = new HashMap<>();
            for (Row row : rows) {
                values.put(
                        Stream.of(row.getString("family"), row.getString("a"), row.getString("b"))
                                .filter(Objects::nonNull)
                                .toList(),
                        row.getDouble("value"));
            }
            return new Found(values);
        }

        double of(String... key) {
            return values.getOrDefault(List.of(key), 0.0);
        }

        List<Series> each(String family, List<String> labels) {
            return labels.stream()
                    .map(label -> new Series(List.of(label), of(family, label)))
                    .toList();
        }
    }

    private List<Family> families(Found found) {
        List<Family> families = new ArrayList<>(List.of(
                new Family(
                        "ktrdr_operations",
                        "Operations that have not ended, by what they are and how they stand",
                        List.of("type", "state"),
                        TYPES.stream()
                                .flatMap(type -> STATES.stream()
                                        .map(state ->
                                                new Series(List.of(type, state), found.of("operations", type, state))))
                                .toList()),
                new Family(
                        "ktrdr_operations_waiting",
                        "Operations that stand still, by cause",
                        List.of("reason"),
                        found.each("waiting", CAUSES)),
                new Family(
                        "ktrdr_operation_oldest_wait_seconds",
                        "How long the one has stood still that has done so the longest, by cause",
                        List.of("reason"),
                        found.each("oldest", CAUSES)),
                new Family(
                        "ktrdr_worker_demand",
                        "Workers for which there is something to do now, running jobs included",
                        List.of("type"),
                        found.each("demand", WORKER_TYPES)),
                alone(
                        "ktrdr_budget_charged_usd",
                        "Spent today (UTC), or set aside for calls under way",
                        found.of("charged"))));
        BigDecimal limit = budget.dailyLimit().orElse(null);
        if (limit != null) {
            families.add(alone(
                    "ktrdr_budget_remaining_usd",
                    "Left of today's budget (UTC); negative when more was spent than there was",
                    limit.doubleValue() - found.of("charged")));
            families.add(alone("ktrdr_budget_limit_usd", "What may be spent in a day (UTC)", limit.doubleValue()));
        }
        return families;
    }

    private static Family alone(String name, String help, double value) {
        return new Family(name, help, List.of(), List.of(new Series(List.of(), value)));
    }
}
