package io.ktrdr.coordinator.models;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The tokens that a model may use in a day (UTC), as this process has counted them. What a call may need at most is taken
 * before it, so that calls at the same time do not use the same remainder.
 */
final class DailyTokens {
    private final long limit;
    private final Clock clock;
    private LocalDate day;
    private long taken;

    DailyTokens(long limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        this.day = today();
    }

    record Reservation(LocalDate day, long tokens) {
        boolean isGranted() {
            return tokens > 0;
        }
    }

    /** Takes so many tokens, at least 1, or none at all. */
    synchronized Reservation reserve(long tokens) {
        turnThePage();
        if (tokens > limit - taken) {
            return new Reservation(day, 0);
        }
        taken += tokens;
        return new Reservation(day, tokens);
    }

    /** Puts what was really used in the place of what was taken. Yesterday's is nobody's concern any more. */
    synchronized void settle(Reservation reservation, long used) {
        turnThePage();
        if (day.equals(reservation.day())) {
            taken += used - reservation.tokens();
        }
    }

    /** So many were used today, at least, by whomever. */
    synchronized void atLeast(long used) {
        turnThePage();
        taken = Math.max(taken, used);
    }

    synchronized long left() {
        turnThePage();
        return Math.max(0, limit - taken);
    }

    synchronized long taken() {
        turnThePage();
        return taken;
    }

    private void turnThePage() {
        if (!day.equals(today())) {
            day = today();
            taken = 0;
        }
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
