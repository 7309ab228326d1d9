package io.ktrdr.registry.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.worker.HeartbeatAnswer;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.registry.TestRegistry;
import io.ktrdr.registry.health.HealthScenes;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The clock that judges, the database's, is set forward by hours while workers are well: nobody is to blame. */
@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class ClockJumpTest {
    private static final int TRIALS = 20;
    private static final int HOURS = 48;

    @Inject
    TestRegistry registry;

    @Inject
    Sweep sweep;

    @BeforeEach
    void startOver() {
        registry.startOver();
    }

    private void sweep() {
        sweep.run().await().atMost(Duration.ofSeconds(10));
    }

    private void sweepOnTime() {
        registry.lastSweep(Duration.ofSeconds(1));
        sweep();
    }

    /** Everything that was written down is that much older. */
    private void clockJumps(Duration by) {
        double seconds = by.toSeconds();
        registry.sql("UPDATE hearing SET since = since - make_interval(secs => ?)", seconds);
        registry.lastSweep(by);
        registry.sql("UPDATE liveness SET last_heard = last_heard - make_interval(secs => ?)", seconds);
    }

    private void requireWell(String id) {
        WorkerView worker = registry.worker(id);
        assertFalse(worker.lost(), id);
        assertTrue(
                worker.state() == WorkerState.IDLE || worker.state() == WorkerState.STARTING,
                id + " " + worker.state());
        assertNull(worker.recovery(), id);
    }

    @RepeatedTest(TRIALS)
    void nobody_is_judged_and_nobody_is_restarted_and_a_silent_worker_is_missed_a_lease_later(RepetitionInfo trial) {
        Duration jump = Duration.ofSeconds(3_600
                + new Random(trial.getCurrentRepetition())
                        .nextLong(Duration.ofHours(HOURS).toSeconds()));
        registry.registerTraining("w1");
        registry.registerTraining("w2");
        sweepOnTime();
        Granted held = registry.sync(List.of(), List.of(), "op_a").granted().getFirst();
        clockJumps(jump);

        requireWell("w1");
        requireWell("w2");
        assertEquals(
                List.of(),
                registry.sync(List.of(TestRegistry.held(held)), List.of()).lost());
        sweep();
        requireWell("w1");
        requireWell("w2");
        HeartbeatAnswer answer = registry.measured("w1", "w1-1", HealthScenes.measured(0.5, null, null));
        assertFalse(answer.restart());

        // one second more than a lease after the jump, in which w1 was heard and w2 was not
        registry.hearsSince(Duration.ofSeconds(16));
        sweepOnTime();
        requireWell("w1");
        assertEquals(WorkerState.TIMEOUT, registry.worker("w2").state());
    }
}
