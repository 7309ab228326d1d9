package io.ktrdr.coordinator.library;

import io.ktrdr.contracts.memory.MemoryItem;
import io.ktrdr.contracts.memory.MemoryKind;
import io.ktrdr.contracts.memory.MemoryList;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People's search in the memory: one statement, whatever is asked for. */
@Singleton
final class MemorySearch {
    /** Of a relevance: more would be noise. */
    private static final double PLACES = 1e4;

    private final Database database;

    MemorySearch(Database database) {
        this.database = database;
    }

    Uni<MemoryList> search(String words, @Nullable String kind, @Nullable String status, int limit) {
        Tuple parameters = Tuple.of(words, kind, status, limit);
        return database.execute(MemorySql.SEARCH, parameters).map(MemorySearch::list);
    }

    private static MemoryList list(RowSet<Row> rows) {
        List<MemoryItem> items = new ArrayList<>(rows.size());
        rows.forEach(row -> items.add(item(row)));
        return new MemoryList(items);
    }

    private static MemoryItem item(Row row) {
        String market = row.getString("market");
        return new MemoryItem(
                MemoryKind.of(row.getString("kind")),
                row.getString("id"),
                row.getString("text"),
                row.getString("status"),
                row.getString("strategy_name"),
                row.getString("research_id"),
                market.isEmpty() ? null : market,
                row.getString("evidence"),
                Math.round(row.getFloat("relevance") * PLACES) / PLACES,
                row.getString("snippet"),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
