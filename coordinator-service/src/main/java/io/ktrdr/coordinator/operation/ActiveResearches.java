package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.research.AgentStatus.ActiveResearch;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What goes on now. */
@Singleton
public final class ActiveResearches {
    private final Database database;
    private final OperationReader reader;

    ActiveResearches(Database database, OperationReader reader) {
        this.database = database;
        this.reader = reader;
    }

    /** In the order of their triggering. */
    public Uni<List<ActiveResearch>> list() {
        return database.execute(OperationViewSql.ACTIVE, Tuple.tuple())
                .chain(rows -> reader.reasons(rows).map(reasons -> {
                    List<ActiveResearch> researches = new ArrayList<>(rows.size());
                    rows.forEach(row -> researches.add(research(row, reasons)));
                    return researches;
                }));
    }

    /** Those of these operations that have not come to an end. */
    public Uni<Set<String>> amongst(List<String> operationIds) {
        return database.execute(OperationSql.UNENDED, Tuple.of(operationIds.toArray(String[]::new)))
                .map(rows -> {
                    Set<String> ids = new HashSet<>();
                    rows.forEach(row -> ids.add(row.getString("id")));
                    return ids;
                });
    }

    /** The research that an attempt belongs to. */
    public Uni<String> whose(String childId) {
        return database.execute(OperationSql.PARENT, Tuple.of(childId))
                .map(rows -> rows.iterator().next().getString("parent_id"));
    }

    private static ActiveResearch research(Row row, Map<String, String> lockReasons) {
        return new ActiveResearch(
                row.getString("id"),
                ResearchPhase.of(row.getString("phase")),
                row.getString("strategy_name"),
                row.getDouble("in_phase"),
                row.getDouble("age"),
                row.getString("child_id"),
                OperationRows.waitingReason(row, lockReasons),
                row.getString("attention") != null);
    }
}
