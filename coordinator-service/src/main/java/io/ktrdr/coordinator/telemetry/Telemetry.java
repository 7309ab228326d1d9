package io.ktrdr.coordinator.telemetry;

import io.ktrdr.contracts.problem.ProblemCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this process counts and measures. Each thing that happens is told once, by the process that has written it; what all
 * processes know alike is in {@link DatabaseReading}.
 */
@Singleton
public final class Telemetry {
    private static final String OUTCOME = "outcome";
    private static final List<String> TRIAL_OUTCOMES = List.of("promising", "neutral", "poor", "failed", "cancelled");

    private final MeterRegistry registry;
    private final AtomicBoolean leading = new AtomicBoolean();
    private final AtomicLong lastSuccessMillis = new AtomicLong();
    private final Timer ticks;
    private final Counter failedTicks;
    private final Counter lostLeases;
    private final Counter fencedReports;
    private final Timer handoffs;
    private final Timer lockWaits;
    private final Counter deadlocks;

    Telemetry(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("ktrdr.leader", leading, is -> is.get() ? 1 : 0)
                .description("1 in the coordinator that ticks, 0 in all others")
                .register(registry);
        Gauge.builder("ktrdr.tick.last.success.timestamp", lastSuccessMillis, at -> at.get() / 1000.0)
                .description("When a tick, or the look whether it is this process's turn, last succeeded")
                .baseUnit("seconds")
                .register(registry);
        ticks = timer("ktrdr.tick.duration", "How long ticks took", Buckets.TICK)
                .register(registry);
        failedTicks = counter("ktrdr.tick.failures", "Ticks that failed and were tried again")
                .register(registry);
        lostLeases = counter("ktrdr.lease.lost", "How often this process led, and another one may have taken over")
                .register(registry);
        fencedReports = counter("ktrdr.fenced.reports", "Reports of workers whose attempt was over, or not theirs")
                .register(registry);
        handoffs = timer("ktrdr.handoff", "From the end of a step to the next one's accepted start", Buckets.HANDOFF)
                .register(registry);
        lockWaits = timer("ktrdr.lock.wait", "How long operations waited for all of their locks", Buckets.OPERATION)
                .register(registry);
        deadlocks = counter("ktrdr.deadlocks", "Operations that gave their locks back to resolve a deadlock")
                .register(registry);
        // those that come up in the ordinary course of things exist from the start, so that the first one is an
        // increase
        List.of(ProblemCode.AT_CAPACITY, ProblemCode.QUEUE_FULL, ProblemCode.BUDGET_EXHAUSTED)
                .forEach(this::rejections);
        TRIAL_OUTCOMES.forEach(this::trials);
    }

    // ---- the loop ------------------------------------------------------------------------------------------------

    public void leads() {
        leading.set(true);
    }

    /** It was ended in order: the lease is not lost but let go. */
    public void letsGo() {
        leading.set(false);
    }

    public void lostTheLease() {
        leading.set(false);
        lostLeases.increment();
    }

    public void ticked(Duration duration) {
        ticks.record(duration);
    }

    public void tickFailed() {
        failedTicks.increment();
    }

    public void lookedSuccessfully(Instant at) {
        lastSuccessMillis.set(at.toEpochMilli());
    }

    // ---- operations ----------------------------------------------------------------------------------------------

    /** What a statement has brought to an end. Call it when that is committed. */
    public void tell(RowSet<Row> rows) {
        tell(Measurement.of(rows));
    }

    public void tell(List<Measurement> measurements) {
        measurements.forEach(this::tell);
    }

    private void tell(Measurement one) {
        String label = Objects.requireNonNullElse(one.label(), "");
        switch (one.what()) {
            case WAITED ->
                record(
                        timer("ktrdr.operation.wait", "How long operations stood still, by cause", Buckets.OPERATION)
                                .tags("type", one.type(), "reason", label)
                                .register(registry),
                        one);
            case ENDED ->
                record(
                        timer(
                                        "ktrdr.operation.duration",
                                        "How long operations took from their start",
                                        Buckets.OPERATION)
                                .tags("type", one.type(), OUTCOME, label)
                                .register(registry),
                        one);
            case HANDED_OFF -> record(handoffs, one);
            case GOT_LOCKS -> record(lockWaits, one);
            case DEADLOCK -> deadlocks.increment();
            case TRIAL ->
                trials(TRIAL_OUTCOMES.contains(label) ? label : "other").increment();
        }
    }

    private static void record(Timer timer, Measurement one) {
        timer.record(Math.round(Math.max(0, one.seconds()) * 1e6), TimeUnit.MICROSECONDS);
    }

    public void fencedReport() {
        fencedReports.increment();
    }

    public void rejected(ProblemCode code) {
        rejections(code).increment();
    }

    private Counter rejections(ProblemCode code) {
        return counter("ktrdr.admission.rejected", "Researches and tasks that were not let in")
                .tag("code", code.wireName())
                .register(registry);
    }

    private Counter trials(String outcome) {
        return counter("ktrdr.trials", "Researches that had a strategy to try, by what came of it")
                .tag(OUTCOME, outcome)
                .register(registry);
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description);
    }

    private static Timer.Builder timer(String name, String description, Duration[] buckets) {
        return Timer.builder(name).description(description).serviceLevelObjectives(buckets);
    }
}
