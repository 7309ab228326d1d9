package io.ktrdr.coordinator.tick;

import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.database.Database;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which coordinator ticks: one row, taken by compare-and-swap, its epoch grows with each change of holder. Only success
 * extends the lease: of the last tick, or of the steps of this one. A coordinator that cannot get anything done keeps it
 * no longer than that, and lets others go first.
 */
@Singleton
final class LeaderLease {
    /**
     * $1 holder, $2 milliseconds, $3 whether ours is to be extended, $4 whether to leave one that ran out to others. Taken
     * when free, looked after when ours. Who takes it, or had lost it, has heard nothing before.
     */
    private static final String TAKE_OR_RENEW = """
            UPDATE leader_lease
               SET epoch = CASE WHEN holder = $1 THEN epoch ELSE epoch + 1 END, holder = $1, turn = turn + 1,
                   hearing_since = CASE WHEN expires_at < clock_timestamp() THEN clock_timestamp()
                                        ELSE hearing_since END,
                   expires_at = CASE WHEN $3 OR expires_at < clock_timestamp()
                                     THEN clock_timestamp() + $2::bigint * interval '1 millisecond'
                                     ELSE expires_at END
             WHERE holder = $1 AND expires_at >= clock_timestamp() OR expires_at < clock_timestamp() AND NOT $4
            RETURNING epoch, turn, hearing_since,
                      (extract(epoch FROM expires_at - clock_timestamp()) * 1000)::bigint AS left_ms
            """;

    /** $1 holder, $2 epoch, $3 milliseconds. One that ran out is not kept: its holder has to begin anew. */
    private static final String KEEP = """
            UPDATE leader_lease SET expires_at = clock_timestamp() + $3::bigint * interval '1 millisecond'
             WHERE holder = $1 AND epoch = $2 AND expires_at >= clock_timestamp()
            RETURNING epoch
            """;

    /** $1 holder, $2 epoch, $3 the new one. A deposed leader lifts nothing. */
    private static final String LIFT = """
            UPDATE leader_lease SET epoch = $3
             WHERE holder = $1 AND epoch = $2 AND expires_at >= clock_timestamp()
            RETURNING epoch
            """;

    /** $1 holder. Whoever listens looks at once whether it is his turn. */
    private static final String RELEASE = """
            WITH released AS (UPDATE leader_lease SET expires_at = '-infinity' WHERE holder = $1 RETURNING epoch)
            SELECT pg_notify('ktrdr_wake', '') FROM released
            """;

    /** Quarkus' words for a schedule that is none. */
    private static final Set<String> NEVER = Set.of("off", "disabled");

    /** How the last tick in our lease went. */
    private enum Standing {
        NOT_TRIED,
        SUCCEEDED,
        FAILED
    }

    private final Database database;
    private final MonotonicClock clock;
    private final long leaseMillis;
    private final String holder = UUID.randomUUID().toString();

    // touched by the tick only, which is single-flight
    private Standing standing = Standing.NOT_TRIED;

    /** By our own clock, counted from before the statement was sent: the database's lease lasts no shorter. */
    private volatile long heldUntil = Long.MIN_VALUE;

    LeaderLease(Database database, TickConfig config, MonotonicClock clock) {
        this.database = database;
        this.clock = clock;
        this.leaseMillis = config.leaderLease().toMillis();
        requireLongerThanTheInterval(config);
    }

    /** Else it would run out between one tick and the next, and the epoch change with each. */
    private static void requireLongerThanTheInterval(TickConfig config) {
        if (NEVER.contains(config.interval())) {
            return;
        }
        Duration interval = DurationConverter.parseDuration(config.interval());
        if (config.leaderLease().compareTo(interval) <= 0) {
            throw new IllegalArgumentException("ktrdr.tick.leader-lease must be longer than ktrdr.tick.interval, "
                    + interval + ", and is " + config.leaderLease());
        }
    }

    /**
     * What this process may do now.
     *
     * @param epoch        grows with each change of holder
     * @param turn         grows with each tick
     * @param hearingSince when it began to hear, by the database's clock; another one is another term
     */
    record Term(long epoch, long turn, OffsetDateTime hearingSince) {
        /** Nobody has ticked in between, and nothing was missed. */
        boolean continues(Term earlier) {
            return epoch == earlier.epoch && hearingSince.equals(earlier.hearingSince);
        }
    }

    /** The term in which this process ticks; empty while another one does, or after failures should. */
    Uni<Optional<Term>> takeOrRenew() {
        long sentAt = clock.millis();
        // for as long as a lease after one's own ran out: by then whoever else is there has taken it
        boolean hesitates = standing == Standing.FAILED && sentAt < heldUntil + leaseMillis;
        Tuple values = Tuple.of(holder, leaseMillis, standing == Standing.SUCCEEDED, hesitates);
        return database.execute(TAKE_OR_RENEW, values).map(rows -> {
            RowIterator<Row> row = rows.iterator();
            if (row.hasNext()) {
                return Optional.of(term(row.next(), sentAt));
            }
            standing = hesitates ? standing : Standing.NOT_TRIED;
            return Optional.empty();
        });
    }

    /** Nothing has succeeded since, not even to see that somebody else ticks. */
    boolean hasFailed() {
        return standing == Standing.FAILED;
    }

    private Term term(Row row, long sentAt) {
        heldUntil = sentAt + row.getLong("left_ms");
        return new Term(row.getLong("epoch"), row.getLong("turn"), row.getOffsetDateTime("hearing_since"));
    }

    /**
     * Called between the steps of a tick. One that takes long, and gets on, does not lose its lease: when half of it is
     * gone, it is extended. After a failed tick that has to wait for success.
     *
     * @throws LostLease through the Uni, when it is no longer ours
     */
    Uni<Void> keep(long epoch) {
        long sentAt = clock.millis();
        if (standing == Standing.FAILED || heldUntil > sentAt + leaseMillis / 2) {
            return Uni.createFrom().voidItem();
        }
        return database.execute(KEEP, Tuple.of(holder, epoch, leaseMillis))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new LostLease(epoch);
                    }
                    heldUntil = sentAt + leaseMillis;
                })
                .replaceWithVoid();
    }

    /**
     * The registry remembers a higher epoch than ours, as after a restore of the coordinator's database from a backup: who
     * still holds the lease goes above it. False when it is no longer ours: then the registry is right.
     */
    Uni<Boolean> liftAbove(long epoch, long storedEpoch) {
        return database.execute(LIFT, Tuple.of(holder, epoch, Math.max(epoch, storedEpoch) + 1))
                .map(rows -> rows.rowCount() > 0);
    }

    void succeeded() {
        standing = Standing.SUCCEEDED;
    }

    void failed() {
        standing = Standing.FAILED;
    }

    /** Nobody has told this process for the length of a lease that it still leads: it does not. */
    boolean ranOut() {
        return clock.millis() >= heldUntil;
    }

    /** Lets another coordinator take over at once. */
    Uni<Void> release() {
        heldUntil = Long.MIN_VALUE;
        return database.execute(RELEASE, Tuple.of(holder)).replaceWithVoid();
    }

    /** The tick took so long that its lease ran out. */
    static final class LostLease extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostLease(long epoch) {
            super("the lease of epoch " + epoch + " ran out during the tick", null, false, false);
        }
    }
}
