package io.ktrdr.coordinator.tick;

import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Which coordinator ticks: one row, taken by compare-and-swap, its epoch grows with each change of holder. */
@Singleton
final class LeaderLease {
    /** $1 holder, $2 milliseconds. Taken when free, renewed when ours. */
    private static final String TAKE_OR_RENEW = """
            UPDATE leader_lease
               SET epoch = CASE WHEN holder = $1 THEN epoch ELSE epoch + 1 END, holder = $1,
                   expires_at = clock_timestamp() + $2::bigint * interval '1 millisecond'
             WHERE holder = $1 OR expires_at < clock_timestamp()
            RETURNING epoch
            """;

    private static final String RELEASE = "UPDATE leader_lease SET expires_at = '-infinity' WHERE holder = $1";

    private final Database database;
    private final long leaseMillis;
    private final String holder = UUID.randomUUID().toString();

    LeaderLease(Database database, TickConfig config) {
        this.database = database;
        this.leaseMillis = config.leaderLease().toMillis();
    }

    /** The epoch in which this process ticks; empty while another one does. */
    Uni<Optional<Long>> takeOrRenew() {
        return database.execute(TAKE_OR_RENEW, Tuple.of(holder, leaseMillis)).map(rows -> {
            RowIterator<Row> row = rows.iterator();
            return row.hasNext() ? Optional.of(row.next().getLong("epoch")) : Optional.empty();
        });
    }

    /** Lets another coordinator take over at once. */
    Uni<Void> release() {
        return database.execute(RELEASE, Tuple.of(holder)).replaceWithVoid();
    }
}
