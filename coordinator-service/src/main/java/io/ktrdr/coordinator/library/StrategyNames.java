package io.ktrdr.coordinator.library;

import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Names that designed strategies were given. A name stands for one design; the same design again has the same name. */
@Singleton
public final class StrategyNames {
    /** $1 hash of what was designed: under its first name, as it may have been given several. */
    private static final String GIVEN =
            "SELECT name FROM strategy_claim WHERE designed_sha256 = $1 ORDER BY claimed_at DESC, name LIMIT 1";

    /** $1 name, $2 hash of what was designed, $3 research. Tells whose it is, also when another one is just claiming it. */
    private static final String CLAIM = """
            INSERT INTO strategy_claim AS c (name, designed_sha256, research_id) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET name = c.name
            RETURNING designed_sha256
            """;

    /** $1 start of names that end in an underscore and a number. */
    private static final String HIGHEST = """
            SELECT coalesce(max(substr(name, length($1) + 2)::int), 0) AS highest
              FROM (SELECT name FROM strategy UNION ALL SELECT name FROM strategy_claim) n
             WHERE starts_with(name, $1 || '_') AND substr(name, length($1) + 2) ~ '^[0-9]{1,8}$'
            """;

    private final Database database;

    StrategyNames(Database database) {
        this.database = database;
    }

    /** What a design is called that somebody has named before. */
    public Uni<Optional<String>> given(String designedSha256) {
        return database.execute(GIVEN, Tuple.of(designedSha256)).map(rows -> {
            RowIterator<Row> found = rows.iterator();
            return found.hasNext() ? Optional.of(found.next().getString("name")) : Optional.empty();
        });
    }

    /** @return false when the name belongs to another design */
    public Uni<Boolean> claim(String name, String designedSha256, String researchId) {
        return database.execute(CLAIM, Tuple.of(name, designedSha256, researchId))
                .map(rows -> rows.iterator().next().getString("designed_sha256").equals(designedSha256));
    }

    /** The highest number that a strategy {@code start_N} has; 0 when there is none. */
    public Uni<Integer> highest(String start) {
        return database.execute(HIGHEST, Tuple.of(start))
                .map(rows -> rows.iterator().next().getInteger("highest"));
    }
}
