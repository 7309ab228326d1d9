package io.ktrdr.registry.worker;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.registry.health.HealthRules;
import io.ktrdr.registry.health.Recovery;
import io.ktrdr.registry.health.RecoveryState;
import io.ktrdr.registry.health.WorkerRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about a worker's health.
 *
 * @param measurements what it said last, null for nothing
 */
public record Condition(
        Recovery recovery, WorkerRecord record, @Nullable WorkerMeasurements measurements) {
    public static final Condition NEW = new Condition(Recovery.WELL, WorkerRecord.NEW, null);

    boolean allowsWork(Instant now, HealthRules rules) {
        return recovery.state() == RecoveryState.WELL && breaker(now, rules) != BreakerState.OPEN;
    }

    public Condition with(WorkerRecord newer) {
        return new Condition(recovery, newer, measurements);
    }

    public BreakerState breaker(Instant now, HealthRules rules) {
        return record.breaker().state(now, rules.breaker());
    }
}
