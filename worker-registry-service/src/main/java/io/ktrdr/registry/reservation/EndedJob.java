package io.ktrdr.registry.reservation;

import java.time.Duration;
import java.time.Instant;

/** A job whose end its worker confirmed. */
public record EndedJob(String claim, long token, Instant endedAt) {

    public boolean is(String otherClaim, long otherToken) {
        return token == otherToken && claim.equals(otherClaim);
    }

    /**
     * Whether a heartbeat that names this job was merely sent before it ended. One that comes later than that and still
     * names it is to be believed.
     */
    public boolean outdates(Instant heartbeat, Duration interval) {
        return heartbeat.isBefore(endedAt.plus(interval));
    }
}
