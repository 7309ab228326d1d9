package io.ktrdr.registry.telemetry;

import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** What this process counts and measures. How many workers there are is read from the database, by {@code WorkerGauges}. */
@Singleton
public final class Telemetry {
    private static final Duration[] SYNC = LongStream.of(2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final Timer syncs;
    private final Counter reservations;
    private final Counter lostWorkers;

    Telemetry(MeterRegistry registry) {
        this.registry = registry;
        syncs = Timer.builder("ktrdr.sync.duration")
                .description("How long syncs with the coordinator took")
                .serviceLevelObjectives(SYNC)
                .register(registry);
        reservations = Counter.builder("ktrdr.reservations")
                .description("Workers promised to attempts")
                .register(registry);
        lostWorkers = Counter.builder("ktrdr.workers.lost")
                .description("Workers that were silent for longer than their lease")
                .register(registry);
        List.of("heard", "superseded", UNKNOWN, "failed").forEach(this::heartbeats);
    }

    public void heartbeat() {
        heartbeats("heard").increment();
    }

    public void heartbeatRefused(Throwable failure) {
        heartbeats(refusal(failure)).increment();
    }

    private static String refusal(Throwable failure) {
        ProblemCode code = failure instanceof ProblemException refused ? refused.code() : ProblemCode.INTERNAL;
        return switch (code) {
            case SUPERSEDED -> "superseded";
            case NOT_FOUND -> UNKNOWN;
            default -> "failed";
        };
    }

    private Counter heartbeats(String outcome) {
        return Counter.builder("ktrdr.heartbeats")
                .description("Heartbeats of workers, by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** @return to be run when it has been answered */
    public Runnable syncBegins() {
        Timer.Sample sample = Timer.start(registry);
        return () -> sample.stop(syncs);
    }

    public void reserved(int howMany) {
        reservations.increment(howMany);
    }

    public void workerLost() {
        lostWorkers.increment();
    }
}
