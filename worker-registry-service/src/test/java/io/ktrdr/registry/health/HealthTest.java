package io.ktrdr.registry.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.worker.HealthView;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final double EXACTLY = 1e-6;

    private static Vitals vitals(@Nullable Double silence, @Nullable WorkerMeasurements measured, WorkerRecord record) {
        return new Vitals(
                silence == null ? null : Duration.ofMillis(Math.round(silence * 1000)),
                "boot-1",
                measured != null && measured.progressAgeMs() != null,
                measured,
                record);
    }

    private static WorkerRecord record(@Nullable String outcomes) {
        return new WorkerRecord(Breaker.CLOSED, outcomes == null ? "" : outcomes, 0);
    }

    /** Heartbeats every 5 s, a lease of 15 s, a standstill of 120 s. Empty is unknown. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # silence, progress, outcomes,  memory, speed | score,  liveness, activity, errors, resources, velocity
            1,         2,        ++++,      0.5,    100,    1.0,    1.0,      1.0,      0.0,    1.0,       1.0
            1,         ,         ,          ,       ,       1.0,    1.0,      ,         ,       ,
            ,          ,         ,          ,       ,       ,       ,         ,         ,       ,
            7.5,       ,         ,          ,       ,       1.0,    1.0,      ,         ,       ,
            11.25,     ,         ,          ,       ,       0.5,    0.5,      ,         ,       ,
            15,        ,         ,          ,       ,       0.0,    0.0,      ,         ,       ,
            600,       ,         ,          ,       ,       0.0,    0.0,      ,         ,       ,
            1,         67.5,     ,          ,       ,       0.7727272727, 1.0, 0.5,     ,       ,
            1,         500,      ,          ,       ,       0.5454545455, 1.0, 0.0,     ,       ,
            1,         ,         +-+-,      ,       ,       0.8,    1.0,      ,         0.5,    ,
            1,         ,         -----,     ,       ,       0.6,    1.0,      ,         1.0,    ,
            1,         ,         ,          0.85,   ,       0.8333333333, 1.0, ,        ,       0.5,
            1,         ,         ,          1.0,    ,       0.6666666667, 1.0, ,        ,       0.0,
            1,         2,        ,          ,       50,     0.9230769231, 1.0, 1.0,     ,       ,          0.5
            1,         2,        ,          ,       300,    1.0,    1.0,      1.0,      ,       ,          1.0
            15,        500,      -----,     1.0,    0,      0.0,    0.0,      0.0,      1.0,    0.0,       0.0
            """)
    void a_score_is_the_weighted_mean_of_what_is_known(
            @Nullable Double silence,
            @Nullable Double progress,
            @Nullable String outcomes,
            @Nullable Double memory,
            @Nullable Double speed,
            @Nullable Double score,
            @Nullable Double liveness,
            @Nullable Double activity,
            @Nullable Double errorRate,
            @Nullable Double resources,
            @Nullable Double velocity) {
        WorkerMeasurements measured = progress == null && memory == null
                ? null
                : HealthScenes.measured(
                        memory, progress == null ? null : Duration.ofMillis(Math.round(progress * 1000)), speed);
        HealthView health = Health.of(vitals(silence, measured, record(outcomes)), HealthScenes.RULES);
        same(liveness, health.liveness());
        same(activity, health.activity());
        same(errorRate, health.errorRate());
        same(resources, health.resourceEfficiency());
        same(velocity, health.velocity());
        same(score, health.score());
    }

    private static void same(@Nullable Double expected, @Nullable Double actual) {
        if (expected == null || actual == null) {
            assertEquals(expected, actual);
        } else {
            assertEquals(expected, actual, EXACTLY);
        }
    }

    @Test
    void the_scarcest_resource_decides() {
        WorkerMeasurements measured = new WorkerMeasurements(
                1, null, null, null, null, null, 0.1, 10L, 100L, 1L << 28, 1L << 40, 1L, 100L, 0, 0, 0, null);
        assertEquals(
                0.25,
                Health.of(vitals(1.0, measured, WorkerRecord.NEW), HealthScenes.RULES)
                        .resourceEfficiency());
    }

    @Test
    void an_idle_worker_is_not_blamed_for_standing_still() {
        WorkerMeasurements old = HealthScenes.measured(null, Duration.ofHours(1), 0.0);
        Vitals idle = new Vitals(Duration.ZERO, "boot-1", false, old, WorkerRecord.NEW);
        HealthView health = Health.of(idle, HealthScenes.RULES);
        assertNull(health.activity());
        assertNull(health.velocity());
        assertEquals(1.0, health.score());
    }

    @Test
    void only_the_last_twenty_attempts_count_and_each_once() {
        WorkerRecord record = WorkerRecord.NEW;
        for (int token = 1; token <= 30; token++) {
            AttemptEnd end = token <= 20 ? AttemptEnd.FAILED_BY_WORKER : AttemptEnd.COMPLETED;
            record = record.after(end, token, NOW, HealthScenes.RULES.breaker());
            assertEquals(record, record.after(AttemptEnd.FAILED_BY_WORKER, token, NOW, HealthScenes.RULES.breaker()));
        }
        assertEquals(0.5, record.errorRate());
        assertEquals(
                record.outcomes(),
                record.after(AttemptEnd.OTHER, 31, NOW, HealthScenes.RULES.breaker())
                        .outcomes());
    }
}
