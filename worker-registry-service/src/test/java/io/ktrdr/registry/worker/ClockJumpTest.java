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

/** The clock that judges, the database's, jumps by hours while workers are well: nobody is to blame. */
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
        registry.sql("UPDATE hearing SET since = since - make_interval(secs => ?)", (double) by.toSeconds());
        registry.lastSweep(by);
        everyoneIsOlder(by);
    }

    private void everyoneIsOlder(Duration by) {
        registry.sql("UPDATE liveness SET last_heard = last_heard - make_interval(secs => ?)", (double) by.toSeconds());
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
    void nobody_is_judged_and_nobody_is_restarted_when_the_clock_is_set_forward(RepetitionInfo trial) {
        requireThatNobodyIsJudged(hours(trial));
    }

    @RepeatedTest(TRIALS)
    void nor_when_it_is_set_back(RepetitionInfo trial) {
        requireThatNobodyIsJudged(hours(trial).negated());
    }

    private static Duration hours(RepetitionInfo trial) {
        long most = Duration.ofHours(HOURS).toSeconds();
        return Duration.ofHours(2).plusSeconds(new Random(trial.getCurrentRepetition()).nextLong(most));
    }

    /** And a worker that is silent from then on is missed a lease later. */
    private void requireThatNobodyIsJudged(Duration jump) {
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

        // a second more than a lease, in which w1 goes on to be heard
        registry.hearsSince(Duration.ofSeconds(16));
        everyoneIsOlder(Duration.ofSeconds(16));
        registry.measured("w1", "w1-1", HealthScenes.measured(0.5, null, null));
        sweepOnTime();
        requireWell("w1");
        assertEquals(WorkerState.TIMEOUT, registry.worker("w2").state());
    }
}
