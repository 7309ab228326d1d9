package io.ktrdr.registry.health;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the recovery of a worker is. All times are the database's.
 *
 * @param trouble     what it fell ill of, null while it is well
 * @param reason      the same for people
 * @param round       recoveries in a row, this one included; kept for a while after it
 * @param since       when this state began
 * @param until       of {@code BACKOFF}: when it ends
 * @param incarnation the process that fell ill
 * @param slowSince   since when the job of a worker that is well has been crawling
 */
public record Recovery(
        RecoveryState state,
        @Nullable Trouble trouble,
        @Nullable String reason,
        int round,
        Instant since,
        @Nullable Instant until,
        @Nullable String incarnation,
        @Nullable Instant slowSince) {
    public static final Recovery WELL =
            new Recovery(RecoveryState.WELL, null, null, 0, Instant.EPOCH, null, null, null);

    /** What was written down before the clock was set back begins now, and lasts no longer than it would have. */
    Recovery notAfter(Instant now) {
        if (!since.isAfter(now)) {
            return this;
        }
        Instant end = until == null ? null : now.plus(Duration.between(since, until));
        Instant crawling = slowSince == null || !slowSince.isAfter(now) ? slowSince : now;
        return new Recovery(state, trouble, reason, round, now, end, incarnation, crawling);
    }

    Recovery in(RecoveryState next, Instant now) {
        return new Recovery(next, trouble, reason, round, now, null, incarnation, null);
    }

    Recovery backingOff(Instant now, Duration pause) {
        return new Recovery(RecoveryState.BACKOFF, trouble, reason, round, now, now.plus(pause), incarnation, null);
    }

    Recovery nextRound(Instant now, String ofIncarnation) {
        return new Recovery(RecoveryState.RECOVERY, trouble, reason, round + 1, now, null, ofIncarnation, null);
    }

    Recovery well(Instant now) {
        return new Recovery(RecoveryState.WELL, null, null, round, now, null, null, null);
    }

    Recovery crawlingSince(@Nullable Instant crawling) {
        return new Recovery(state, trouble, reason, round, since, until, incarnation, crawling);
    }

    /** The process that should end of itself, and can be told so. */
    public boolean wantsRestartOf(String heardIncarnation) {
        return state == RecoveryState.RECOVERY && trouble != Trouble.SILENT && heardIncarnation.equals(incarnation);
    }

    /** That process had its time to end, and has not: from outside it can be ended. */
    public boolean wantsTermination(Vitals vitals, Instant now, HealthRules rules) {
        if (state != RecoveryState.RECOVERY || !vitals.incarnation().equals(incarnation)) {
            return false;
        }
        // one that is heard is saving its work
        Duration patience = vitals.isHeard(rules) ? rules.roundPatience().dividedBy(2) : rules.restartPatience();
        return !now.isBefore(since.plus(patience));
    }
}
