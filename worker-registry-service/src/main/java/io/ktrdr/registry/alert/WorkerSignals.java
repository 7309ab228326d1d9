package io.ktrdr.registry.alert;

import io.ktrdr.alerts.evaluation.Reading;
import io.ktrdr.alerts.evaluation.Readings;
import io.ktrdr.alerts.rule.Signal;
import io.ktrdr.registry.worker.KnownWorker;
import io.ktrdr.registry.worker.Roster;
import io.ktrdr.registry.worker.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What rules read of the workers. A worker that says nothing about something has no reading of it. */
final class WorkerSignals {
    private WorkerSignals() {}

    static Readings of(Roster roster, Timing timing) {
        Readings readings = new Readings();
        List<KnownWorker> workers = roster.workers();
        read(readings, Signal.WORKER_SILENT, workers, worker -> silence(worker, roster, timing));
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
    private static Optional<Reading> silence(KnownWorker worker, Roster roster, Timing timing) {
        Duration beyond = roster.hearing().silenceOf(worker).minus(timing.lease());
        return worker.draining()
                ? Optional.empty()
                : Optional.of(Reading.of(worker.id(), Math.max(0, beyond.toMillis() / 1000.0)));
    }

    private static Optional<Reading> obstacle(KnownWorker worker) {
        return Optional.ofNullable(worker.obstacle()).map(why -> Reading.that(worker.id(), why));
    }
}
