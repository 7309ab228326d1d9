package io.ktrdr.registry.health;

import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rules, recoveries and measurements for tests. */
public final class HealthScenes {
    public static final HealthRules RULES = new HealthRules(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            0.95,
            new Breaker.Rules(5, Duration.ofMinutes(1), 3),
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofHours(1),
            13,
            Duration.ofMinutes(10));

    private HealthScenes() {}

    /** A first round, begun a second ago by the process {@code boot-1}. */
    public static Recovery in(RecoveryState state, Instant now) {
        if (state == RecoveryState.WELL) {
            return Recovery.WELL;
        }
        Instant since = now.minusSeconds(1);
        return new Recovery(
                state,
                Trouble.MEMORY,
                "it uses 97 % of the memory it may have",
                1,
                since,
                state == RecoveryState.BACKOFF ? now.plusSeconds(1) : null,
                "boot-1",
                null);
    }

    public static Recovery randomRecovery(Random random, Instant now) {
        RecoveryState[] states = RecoveryState.values();
        return in(random.nextInt(4) > 0 ? RecoveryState.WELL : states[random.nextInt(states.length)], now);
    }

    public static WorkerRecord randomRecord(Random random, Instant now) {
        WorkerRecord record = WorkerRecord.NEW;
        int attempts = random.nextInt(12);
        for (int token = 1; token <= attempts; token++) {
            AttemptEnd end = random.nextInt(3) == 0 ? AttemptEnd.COMPLETED : AttemptEnd.FAILED_BY_WORKER;
            record = record.after(end, token, now.minusSeconds(random.nextInt(180)), RULES.breaker());
        }
        return new WorkerRecord(record.breaker(), record.outcomes(), 0);
    }

    /** @param memory used share of its memory, null for unknown */
    public static WorkerMeasurements measured(
            @Nullable Double memory, @Nullable Duration progressAge, @Nullable Double speed) {
        return new WorkerMeasurements(
                60_000,
                null,
                progressAge == null ? null : (Long) progressAge.toMillis(),
                speed,
                speed == null ? null : (Double) 100.0,
                0.8,
                null,
                memory == null ? null : (Long) Math.round(memory * (1L << 30)),
                memory == null ? null : (Long) (1L << 30),
                null,
                null,
                null,
                null,
                0,
                0,
                0,
                null);
    }
}
