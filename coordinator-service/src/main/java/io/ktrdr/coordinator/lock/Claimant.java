package io.ktrdr.coordinator.lock;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An operation that holds locks, or wants some.
 *
 * @param rank       its place among those who wait
 * @param turn       with whom it stands in line
 * @param held       what it has
 * @param wanted     what it has asked for and does not have: it gets all of that at once
 * @param lostMillis of work, that would have to be done again if its attempt ended now
 * @param deadlocks  how often it has given its locks back because of a circle
 * @param createdMillis when it was created, milliseconds since 1970
 */
public record Claimant(
        String operationId,
        OffsetDateTime rank,
        Turn turn,
        List<Lock> held,
        List<Lock> wanted,
        long lostMillis,
        int deadlocks,
        long createdMillis) {

    /** Who is asked first. */
    public enum Turn {
        /** Has locks and wants more: whoever waits for those that it has would wait in vain if it waited behind him. */
        HOLDS,
        /** Wants all that it needs, and has nothing yet. */
        BEGINS,
        /** Has nothing, and would not begin even if it could have its locks: it keeps nobody waiting. */
        STANDS_BACK
    }

    /** The same, without keeping anybody waiting. */
    public Claimant standingBack() {
        return new Claimant(operationId, rank, Turn.STANDS_BACK, held, wanted, lostMillis, deadlocks, createdMillis);
    }

    /** The same after it has given its locks back: it asks for all of them at once. */
    Claimant withoutLocks() {
        List<Lock> all = new ArrayList<>(held);
        all.addAll(wanted);
        return new Claimant(operationId, rank, Turn.BEGINS, List.of(), all, lostMillis, deadlocks, createdMillis);
    }

    static final Comparator<Claimant> ORDER =
            Comparator.comparing(Claimant::turn).thenComparing(Claimant::rank).thenComparing(Claimant::operationId);
}
