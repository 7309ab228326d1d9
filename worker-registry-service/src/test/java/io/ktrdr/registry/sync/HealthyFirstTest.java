package io.ktrdr.registry.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.registry.health.Breaker;
import io.ktrdr.registry.health.HealthScenes;
import io.ktrdr.registry.health.RecoveryState;
import io.ktrdr.registry.health.WorkerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets a job, as far as health decides; and what syncs note of it. */
class HealthyFirstTest {
    private static final Instant LONG_AGO = Scene.NOW.minus(Duration.ofMinutes(5));

    private static Map<String, String> grants(Scene scene) {
        return scene.decide().response().granted().stream()
                .collect(Collectors.toMap(Granted::claim, Granted::workerId));
    }

    private static WorkerRecord noted(Decision decision) {
        return Objects.requireNonNull(decision.change().records().get("w1"));
    }

    private static WorkerRecord failed(int times, Instant when) {
        WorkerRecord record = WorkerRecord.NEW;
        for (int token = 1; token <= times; token++) {
            record = record.after(AttemptEnd.FAILED_BY_WORKER, token, when, HealthScenes.RULES.breaker());
        }
        return record;
    }

    @ParameterizedTest
    @EnumSource(value = RecoveryState.class, mode = EnumSource.Mode.EXCLUDE, names = "WELL")
    void a_worker_that_is_not_well_gets_nothing(RecoveryState state) {
        assertEquals(
                Map.of(),
                grants(new Scene().trainingWorker("w1").inState("w1", state).wants("a")));
    }

    @Test
    void a_worker_with_an_open_breaker_gets_nothing() {
        assertEquals(
                Map.of(),
                grants(new Scene()
                        .trainingWorker("w1")
                        .record("w1", failed(5, Scene.NOW))
                        .wants("a")));
    }

    @Test
    void one_whose_breaker_is_half_open_is_tried_when_nobody_better_is_free() {
        Scene scene = new Scene()
                .trainingWorker("w1")
                .record("w1", failed(5, LONG_AGO))
                .trainingWorker("w2");
        assertEquals(Map.of("a", "w2", "b", "w1"), grants(scene.wants("a").wants("b")));
    }

    @Test
    void the_healthier_one_comes_first_even_if_it_worked_last() {
        Scene scene = new Scene()
                .trainingWorker("w1")
                .measured("w1", HealthScenes.measured(0.94, null, null))
                .record("w1", new WorkerRecord(Breaker.CLOSED, "--+-", 0))
                .trainingWorker("w2")
                .mark("w2", 9);
        assertEquals(Map.of("a", "w2"), grants(scene.wants("a")));
    }

    @Test
    void among_good_ones_work_goes_round_whatever_the_last_digit_of_their_scores() {
        Scene scene = new Scene()
                .trainingWorker("w1")
                .measured("w1", HealthScenes.measured(0.75, null, null))
                .trainingWorker("w2")
                .mark("w2", 9);
        assertEquals(Map.of("a", "w1"), grants(scene.wants("a")));
    }

    @ParameterizedTest
    @EnumSource(AttemptEnd.class)
    void how_an_attempt_ended_is_noted_for_its_worker(AttemptEnd how) {
        Decision decision = new Scene()
                .trainingWorker("w1")
                .reserved("a", "w1", 5)
                .mark("w1", 5)
                .ended("a", 5, how)
                .decide();
        String outcomes = switch (how) {
            case COMPLETED -> "+";
            case FAILED_BY_WORKER, NOT_STARTED -> "-";
            case OTHER -> "";
        };
        assertEquals(outcomes, noted(decision).outcomes());
    }

    @Test
    void who_is_being_recovered_belongs_to_the_pool_and_who_needs_a_person_does_not() {
        Scene scene = new Scene()
                .trainingWorker("w1")
                .trainingWorker("w2")
                .inState("w2", RecoveryState.BACKOFF)
                .trainingWorker("w3")
                .inState("w3", RecoveryState.FAILED);
        assertEquals(2, scene.decide().response().pool().training().total());
    }

    @Test
    void an_end_that_is_told_twice_is_noted_once() {
        Decision decision = new Scene()
                .trainingWorker("w1")
                .record("w1", new WorkerRecord(Breaker.CLOSED, "-", 5))
                .reserved("a", "w1", 5)
                .ended("a", 5, AttemptEnd.FAILED_BY_WORKER)
                .decide();
        assertEquals(Map.of(), decision.change().records());
    }

    @Test
    void a_job_that_died_with_its_process_is_that_workers_failure_and_counts_once() {
        Scene scene = new Scene()
                .trainingWorker("w1")
                .heldAndReserved("a", "w1", 5)
                .mark("w1", 5)
                .restarted("w1");
        WorkerRecord noted = noted(scene.decide());
        assertEquals("-", noted.outcomes());
        assertEquals(1, noted.breaker().failures());
        assertEquals(Map.of(), scene.record("w1", noted).decide().change().records());
    }

    @Test
    void the_fifth_failure_opens_the_breaker_in_the_same_sync() {
        Scene scene = new Scene()
                .trainingWorker("w1")
                .record("w1", failed(4, Scene.NOW))
                .reserved("a", "w1", 5)
                .mark("w1", 5)
                .ended("a", 5, AttemptEnd.FAILED_BY_WORKER)
                .wants("b");
        Decision decision = scene.decide();
        assertEquals(Scene.NOW, noted(decision).breaker().openedAt());
        assertEquals(List.of(), decision.response().granted());
    }
}
