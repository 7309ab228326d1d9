package io.ktrdr.registry.alert;

import io.ktrdr.alerts.evaluation.Reading;
import io.ktrdr.alerts.evaluation.Readings;
import io.ktrdr.alerts.rule.Signal;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.registry.health.Recovery;
import io.ktrdr.registry.health.Trouble;
import io.ktrdr.registry.worker.Hearing;
import io.ktrdr.registry.worker.KnownWorker;
import io.ktrdr.registry.worker.Roster;
import io.ktrdr.registry.worker.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What rules read of the workers. What a worker does not say, or said too long ago, has no reading. */
final class WorkerSignals {
    private final Hearing hearing;
    private final Timing timing;

    private WorkerSignals(Hearing hearing, Timing timing) {
        this.hearing = hearing;
        this.timing = timing;
    }

    static Readings of(Roster roster, Timing timing) {
        WorkerSignals signals = new WorkerSignals(roster.hearing(), timing);
        Readings readings = new Readings();
        List<KnownWorker> workers = roster.workers();
        read(readings, Signal.WORKER_SILENT, workers, signals::silence);
        read(readings, Signal.WORKER_FAILED, workers, WorkerSignals::failed);
        read(readings, Signal.WORKER_FAILURES, workers, WorkerSignals::failures);
        read(readings, Signal.WORKER_MEMORY, workers, signals::memory);
        read(readings, Signal.WORKER_DISK, workers, signals::disk);
        read(readings, Signal.WORKER_SLOW, workers, WorkerSignals::slow);
        read(readings, Signal.WORKER_OBSTACLE, workers, WorkerSignals::obstacle);
        return readings;
    }

    private static void read(
            Readings readings,
            Signal signal,
            List<KnownWorker> workers,
            Function<KnownWorker, Optional<Reading>> reading) {
        readings.read(
                signal, workers.stream().map(reading).flatMap(Optional::stream).toList());
    }

    /** One that was told to end, and said so, may fall silent. */
    private Optional<Reading> silence(KnownWorker worker) {
        Duration beyond = hearing.silenceOf(worker).minus(timing.lease());
        return worker.draining()
                ? Optional.empty()
                : Optional.of(Reading.of(worker.id(), Math.max(0, beyond.toMillis() / 1000.0)));
    }

    private static Optional<Reading> failed(KnownWorker worker) {
        return worker.needsAPerson()
                ? Optional.of(Reading.that(
                        worker.id(), inWords(worker.condition().recovery().reason())))
                : Optional.empty();
    }

    /** As the coordinator tells: a process that dies cannot count its own. */
    private static Optional<Reading> failures(KnownWorker worker) {
        WorkerMeasurements measured = worker.condition().measurements();
        return Optional.of(new Reading(
                worker.id(),
                worker.condition().record().breaker().failures(),
                inWords(measured == null ? null : measured.lastError())));
    }

    private Optional<Reading> memory(KnownWorker worker) {
        return measured(worker)
                .flatMap(said -> Optional.ofNullable(
                        worker.vitals(hearing, timing.health()).memoryUsed()))
                .map(share -> Reading.of(worker.id(), share));
    }

    private Optional<Reading> disk(KnownWorker worker) {
        return measured(worker)
                .flatMap(said -> Optional.ofNullable(said.diskFreeBytes()))
                .map(free -> Reading.of(worker.id(), free));
    }

    private Optional<WorkerMeasurements> measured(KnownWorker worker) {
        return hearing.silenceOf(worker).compareTo(timing.lease()) > 0
                ? Optional.empty()
                : Optional.ofNullable(worker.condition().measurements());
    }

    private static Optional<Reading> slow(KnownWorker worker) {
        Recovery recovery = worker.condition().recovery();
        boolean slow = recovery.slowSince() != null
                || recovery.trouble() == Trouble.SLOW
                || recovery.trouble() == Trouble.STANDSTILL;
        return slow
                ? Optional.of(Reading.that(
                        worker.id(),
                        Objects.requireNonNullElse(
                                recovery.reason(), "its job is slower than a fifth of its usual speed")))
                : Optional.empty();
    }

    private static Optional<Reading> obstacle(KnownWorker worker) {
        return Optional.ofNullable(worker.obstacle()).map(why -> Reading.that(worker.id(), why));
    }

    private static String inWords(@Nullable String reason) {
        return reason == null || reason.isBlank() ? "no reason is known" : reason;
    }
}
