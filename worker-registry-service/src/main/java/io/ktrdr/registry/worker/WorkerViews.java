package io.ktrdr.registry.worker;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.worker.RecoveryView;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerBreakerView;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.registry.health.Breaker;
import io.ktrdr.registry.health.Health;
import io.ktrdr.registry.health.Recovery;
import io.ktrdr.registry.health.RecoveryState;
import io.ktrdr.registry.reservation.EndedJob;
import io.ktrdr.registry.reservation.Reservation;
import io.ktrdr.registry.reservation.Reservations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How people see the workers: what each is doing, derived from its reservation and its last heartbeat. */
final class WorkerViews {
    private final Roster roster;
    private final Timing timing;
    private final Map<String, Reservation> reservations;
    private final Map<String, EndedJob> lastEnded;

    WorkerViews(Roster roster, Reservations reservations, Timing timing) {
        this.roster = roster;
        this.timing = timing;
        this.reservations =
                reservations.current().stream().collect(Collectors.toMap(Reservation::workerId, Function.identity()));
        this.lastEnded = reservations.lastEnded();
    }

    List<WorkerView> all() {
        return roster.workers().stream().map(this::view).toList();
    }

    private WorkerView view(KnownWorker worker) {
        Reservation reservation = reservations.get(worker.id());
        RunningJob job = worker.jobUnlessOver(lastEnded.get(worker.id()), timing.heartbeat());
        Duration silence = roster.hearing().silenceOf(worker);
        return new WorkerView(
                worker.id(),
                worker.type(),
                stateOf(worker, reservation, job),
                silence.compareTo(timing.lease()) > 0,
                worker.drained(),
                worker.url(),
                reservation == null ? null : reservation.claim(),
                worker.incarnation(),
                worker.version(),
                roster.hearing().sinceHeard(worker).toMillis(),
                worker.obstacle(),
                reservation == null ? null : (Long) reservation.token(),
                job,
                Health.of(worker.vitals(roster.hearing(), timing.health()), timing.health()),
                breaker(worker),
                recovery(worker),
                worker.condition().measurements());
    }

    private WorkerBreakerView breaker(KnownWorker worker) {
        Breaker breaker = worker.condition().record().breaker();
        BreakerState state = worker.condition().breaker(now(), timing.health());
        return new WorkerBreakerView(
                state,
                breaker.failures(),
                breaker.successes(),
                state == BreakerState.OPEN
                        ? (Long) breaker.pauseLeft(now(), timing.health().breaker())
                                .toMillis()
                        : null);
    }

    private @Nullable RecoveryView recovery(KnownWorker worker) {
        Recovery recovery = worker.condition().recovery();
        if (recovery.state() == RecoveryState.WELL) {
            return null;
        }
        return new RecoveryView(
                Objects.requireNonNull(recovery.reason()),
                recovery.round(),
                Math.max(0, Duration.between(recovery.since(), now()).toMillis()),
                recovery.until() == null
                        ? null
                        : (Long) Math.max(
                                0, Duration.between(now(), recovery.until()).toMillis()),
                Objects.requireNonNull(recovery.incarnation()),
                recovery.wantsTermination(worker.vitals(roster.hearing(), timing.health()), now(), timing.health()));
    }

    private Instant now() {
        return roster.hearing().now();
    }

    private static WorkerState stateOf(
            KnownWorker worker, @Nullable Reservation reservation, @Nullable RunningJob job) {
        WorkerState recovering = worker.condition().recovery().state().shown();
        if (recovering != null) {
            return recovering;
        }
        boolean itsOwn = reservation == null || worker.reports(reservation.claim(), reservation.token());
        if (job != null && itsOwn) {
            return job.completing() ? WorkerState.COMPLETING : WorkerState.RUNNING;
        }
        return reservation == null ? WorkerState.IDLE : WorkerState.STARTING;
    }
}
