package io.ktrdr.registry.sync;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.health.Health;
import io.ktrdr.registry.reservation.EndedJob;
import io.ktrdr.registry.reservation.Reservation;
import io.ktrdr.registry.reservation.Reservations;
import io.ktrdr.registry.worker.Hearing;
import io.ktrdr.registry.worker.KnownWorker;
import io.ktrdr.registry.worker.Roster;
import io.ktrdr.registry.worker.Timing;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The workers as one sync finds them, and what may be said of each. Nobody is promised to anybody here. */
final class Situation {
    private static final double GOOD = 0.8;
    private static final double FAIR = 0.5;
    private static final int TO_BE_TRIED = 3;

    private final Hearing hearing;
    private final Timing timing;
    private final Map<String, KnownWorker> workers = new LinkedHashMap<>();
    private final Map<String, EndedJob> lastEnded;

    Situation(Roster roster, Reservations reservations, Timing timing) {
        this.hearing = roster.hearing();
        this.timing = timing;
        this.lastEnded = new HashMap<>(reservations.lastEnded());
        roster.workers().forEach(worker -> workers.put(worker.id(), worker));
    }

    Hearing hearing() {
        return hearing;
    }

    Collection<KnownWorker> workers() {
        return workers.values();
    }

    @Nullable
    KnownWorker worker(String id) {
        return workers.get(id);
    }

    /** More is known of it now. */
    void note(KnownWorker worker) {
        workers.put(worker.id(), worker);
    }

    /** True unless this very end was noted before: the first time counts, or else repeating it would postpone it. */
    boolean noteEnded(String workerId, EndedJob job) {
        EndedJob known = lastEnded.get(workerId);
        if (known != null && known.is(job.claim(), job.token())) {
            return false;
        }
        lastEnded.put(workerId, job);
        return true;
    }

    /** What the worker is running, unless its last heartbeat is merely older than the confirmed end of that job. */
    @Nullable
    RunningJob jobOf(KnownWorker worker) {
        return worker.jobUnlessOver(lastEnded.get(worker.id()), timing.heartbeat());
    }

    /** The same, but only from a worker that was heard lately: an old heartbeat is no ground to stop a job. */
    @Nullable
    RunningJob freshJobOf(KnownWorker worker) {
        return hearing.heard(worker) && !isLost(worker) ? jobOf(worker) : null;
    }

    boolean isLost(KnownWorker worker) {
        return hearing.silenceOf(worker).compareTo(timing.lease()) > 0;
    }

    /** Really heard within the lease. A registry that has just woken up calls nobody lost, but grants nobody either. */
    boolean isLive(KnownWorker worker) {
        return hearing.sinceHeard(worker).compareTo(timing.lease()) <= 0;
    }

    /** One on which an attempt may wait: it will be free some time. */
    boolean isUseful(KnownWorker worker, WorkerType type) {
        return worker.type() == type && isWilling(worker) && isLive(worker);
    }

    private boolean isWilling(KnownWorker worker) {
        return worker.isWilling(hearing.now(), timing.health());
    }

    /**
     * Those in good health come before those that are worse, in wide steps, so that work goes round among the good ones. One whose
     * breaker is half open comes last: it is tried when nobody better is free.
     */
    int reluctance(KnownWorker worker) {
        if (worker.condition().breaker(hearing.now(), timing.health()) == BreakerState.HALF_OPEN) {
            return TO_BE_TRIED;
        }
        Double score = Health.of(worker.vitals(hearing, timing.health()), timing.health())
                .score();
        if (score == null || score >= GOOD) {
            return 0;
        }
        return score >= FAIR ? 1 : 2;
    }

    /** Runs nothing that is known of, and is not known to refuse. */
    boolean isFree(KnownWorker worker, WorkerType type) {
        return isUseful(worker, type) && jobOf(worker) == null && !hasRefused(worker);
    }

    /**
     * Its last reservation ended without its having accepted the job: it is draining, full, busy or another process by now,
     * and would refuse the next one too. Its next heartbeat says why, or that nothing is in the way (any more).
     */
    private boolean hasRefused(KnownWorker worker) {
        EndedJob last = lastEnded.get(worker.id());
        return last != null
                && worker.mark() < last.token()
                && !worker.lastHeard().isAfter(last.endedAt());
    }

    /**
     * Whether a grant can still be started, or was accepted by its worker already, which a sync that comes twice does not
     * know: otherwise it moves to another worker.
     */
    boolean canStillStart(Reservation reservation, WorkerType type) {
        KnownWorker worker = workers.get(reservation.workerId());
        return worker != null
                && worker.type() == type
                && worker.incarnation().equals(reservation.incarnation())
                && !isLost(worker)
                && (worker.mark() == reservation.token() || wouldAccept(worker, reservation));
    }

    private boolean wouldAccept(KnownWorker worker, Reservation reservation) {
        return isWilling(worker) && worker.mark() < reservation.token() && jobOf(worker) == null;
    }
}
