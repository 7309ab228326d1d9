package io.ktrdr.coordinator.agent;

import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** How often the same data have been asked: the more strategies are tried on them, the less a good result means. */
@Singleton
final class Trials {
    /** $1 hash of a dataset. Whatever became of their researches. */
    private static final String TRIED = """
            SELECT count(DISTINCT result -> 'strategy' ->> 'sha256') AS trials
              FROM operation
             WHERE type = 'agent_design' AND status = 'completed' AND result -> 'dataset' ->> 'sha256' = $1
            """;

    private final Database database;

    Trials(Database database) {
        this.database = database;
    }

    /** Different strategies that were designed for this dataset, those of failed and cancelled researches included. */
    Uni<Long> on(String datasetSha256) {
        return database.execute(TRIED, Tuple.of(datasetSha256))
                .map(rows -> rows.iterator().next().getLong("trials"));
    }
}
