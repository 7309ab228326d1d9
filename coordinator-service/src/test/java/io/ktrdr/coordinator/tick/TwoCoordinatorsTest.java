package io.ktrdr.coordinator.tick;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.tick.Coordinators.Coordinator;
import io.ktrdr.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two coordinators that tick as fast as they can over one database, and a lease that runs out again and again, in the middle
 * of ticks too: whatever they do to ten thousand operations, nothing is done twice and nothing is lost.
 */
@QuarkusTest
@TestProfile(TwoCoordinatorsTest.ManyResearches.class)
class TwoCoordinatorsTest extends CoordinatorTest {
    public static final class ManyResearches implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ktrdr.tick.page-size", "200", "ktrdr.agents.size", "16", "ktrdr.tick.leader-lease", "2s");
        }
    }

    private static final int RESEARCHES = 2_000;
    private static final int OPERATIONS = RESEARCHES * 5;
    private static final int WORKERS = 40;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long AT_MOST_NANOS = Duration.ofMinutes(4).toNanos();

    @Inject
    Database data;

    @Inject
    Coordinators coordinators;

    private final AtomicBoolean over = new AtomicBoolean();
    private final Map<String, Long> tokens = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    @Test
    void nothing_is_done_twice_and_nothing_is_lost() throws InterruptedException {
        long seed = System.nanoTime();
        trainingWorkers(IntStream.range(0, WORKERS).mapToObj(i -> "t" + i).toArray(String[]::new));
        backtestWorkers(IntStream.range(0, WORKERS).mapToObj(i -> "b" + i).toArray(String[]::new));
        triggerAll();
        long epochBefore = database.number("SELECT epoch FROM leader_lease");
        List<Coordinator> both = List.of(coordinators.another(), coordinators.another());
        List<Thread> threads = new ArrayList<>();
        both.forEach(one -> threads.add(Thread.ofPlatform().start(() -> ticks(one))));
        threads.add(Thread.ofPlatform().start(() -> leasesRunOut(new Random(seed))));
        try {
            workersWork();
        } finally {
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            both.forEach(one -> one.agents().stopAll());
        }
        String withSeed = "seed " + seed;
        assertEquals(List.of(), violations, withSeed);
        everythingIsDoneOnce(withSeed);
        assertTrue(database.number("SELECT epoch FROM leader_lease") >= epochBefore + 5, "hardly a change of leader");
    }

    private void triggerAll() {
        database.sql("""
                WITH triggered AS (
                  INSERT INTO operation (id, type, status, rank, phase, phase_since, request)
                  SELECT 'op_research' || i, 'agent_research', 'pending', now(), 'idle', now(),
                         jsonb_build_object('brief', 'b' || i, 'seed', i)
                    FROM generate_series(1, ?) i
                  RETURNING id)
                INSERT INTO operation_event (operation_id, type) SELECT id, 'research.triggered' FROM triggered
                """, RESEARCHES);
    }

    private void ticks(Coordinator one) {
        while (!over.get()) {
            one.ticker().wake();
            LockSupport.parkNanos(Duration.ofMillis(3).toNanos());
        }
        eventually(one.ticker()::isIdle, () -> "the loop does not come to rest");
    }

    /** As when a process is frozen: at any point of a tick, for long enough that the other one takes over. */
    private void leasesRunOut(Random random) {
        while (!over.get()) {
            LockSupport.parkNanos(Duration.ofMillis(100 + random.nextInt(400)).toNanos());
            database.sql("UPDATE leader_lease SET expires_at = '-infinity'");
        }
    }

    /** Each job that was started is reported as completed, by whoever was told to run it. */
    private void workersWork() {
        long deadline = System.nanoTime() + AT_MOST_NANOS;
        int seen = 0;
        while (true) {
            List<StartJob> started = workers.startsAfter(seen);
            seen += started.size();
            started.forEach(this::work);
            if (started.isEmpty()) {
                if (allOver() || System.nanoTime() > deadline) {
                    return;
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
    }

    private boolean allOver() {
        return database.number(
                        "SELECT count(*) FROM operation WHERE type = 'agent_research' AND status IN ('pending', 'running')")
                == 0;
    }

    private void work(StartJob job) {
        Long accepted = tokens.putIfAbsent(job.claim(), job.token());
        if (accepted != null) {
            if (accepted != job.token()) {
                violations.add(job.claim() + " was started under " + accepted + " and under " + job.token());
            }
            return;
        }
        Tuple report = Tuple.tuple()
                .addString(job.claim())
                .addString(job.workerId())
                .addString(job.incarnation())
                .addLong(job.token())
                .addString("completed")
                .addString(resultOf(job))
                .addString(null)
                .addString(null)
                .addString(null);
        if (data.execute(OperationSql.REPORT_RESULT, report)
                        .await()
                        .atMost(LONG)
                        .rowCount()
                != 1) {
            violations.add("the result of " + job.claim() + " was refused");
        }
    }

    private static String resultOf(StartJob job) {
        return switch (job.jobType()) {
            case TRAINING -> TRAINED;
            case BACKTESTING -> BACKTESTED;
        };
    }

    private void everythingIsDoneOnce(String seed) {
        none(seed, "research that is not completed", "WHERE type = 'agent_research' AND status <> 'completed'");
        assertEquals(OPERATIONS, database.number("SELECT count(*) FROM operation WHERE status = 'completed'"), seed);
        assertEquals(0, database.number("""
                        SELECT count(*) FROM (
                          SELECT parent_id FROM operation WHERE parent_id IS NOT NULL AND status = 'completed'
                           GROUP BY parent_id, type HAVING count(*) <> 1) twice
                        """), () -> "phases completed twice, " + seed);
        assertEquals(0, database.number("""
                        SELECT count(*) FROM (
                          SELECT operation_id FROM operation_event
                           WHERE type ~ '\\.(completed|failed|cancelled)$'
                           GROUP BY operation_id HAVING count(*) <> 1) twice
                        """), () -> "ended twice, " + seed);
        assertEquals(
                RESEARCHES,
                database.number("SELECT count(*) FROM operation_event WHERE type = 'research.completed'"),
                seed);
        assertEquals(List.of(), database.texts("""
                        SELECT worker_id || ' was granted token ' || token || ' at ' || granted_at || ' and had token '
                               || token_before || ' from ' || granted_before || ' to ' || finished_before
                          FROM (SELECT worker_id, token, granted_at,
                                       lag(token) OVER earlier AS token_before,
                                       lag(granted_at) OVER earlier AS granted_before,
                                       lag(finished_at) OVER earlier AS finished_before
                                  FROM operation WHERE worker_id IS NOT NULL
                                WINDOW earlier AS (PARTITION BY worker_id ORDER BY token)) jobs
                         WHERE granted_at <= finished_before
                        """), () -> "workers granted while they had a job, " + seed);
        assertEquals(
                0,
                database.number("SELECT count(token) - count(DISTINCT token) FROM operation"),
                () -> "tokens given twice, " + seed);
        none(seed, "child that is not over", "WHERE status IN ('pending', 'running')");
        none(seed, "end that nobody has looked at", "WHERE parent_id IS NOT NULL AND NOT settled");
    }

    private void none(String seed, String what, String where) {
        assertEquals(List.of(), database.texts("SELECT id FROM operation " + where + " LIMIT 3"), what + ", " + seed);
    }
}
