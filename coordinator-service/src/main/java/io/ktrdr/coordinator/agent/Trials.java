package io.ktrdr.coordinator.agent;

import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** How often the same data have been asked: the more strategies are tried on them, the less a good result means. */
@Singleton
final class Trials {
    private static final String NOTE =
            "INSERT INTO trial (dataset_sha256, strategy_sha256) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private static final String COUNT = "SELECT count(*) AS trials FROM trial WHERE dataset_sha256 = $1";

    private final Database database;

    Trials(Database database) {
        this.database = database;
    }

    /** Before anything is known of its result, so that it counts whatever comes of it. The same again changes nothing. */
    Uni<Void> note(String datasetSha256, String strategySha256) {
        return database.execute(NOTE, Tuple.of(datasetSha256, strategySha256)).replaceWithVoid();
    }

    /** Different strategies that were designed for this dataset, those of failed and cancelled researches included. */
    Uni<Long> on(String datasetSha256) {
        return database.execute(COUNT, Tuple.of(datasetSha256))
                .map(rows -> rows.iterator().next().getLong("trials"));
    }
}
