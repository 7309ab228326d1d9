package io.ktrdr.coordinator.tick;

import static io.ktrdr.coordinator.BenchTable.quantiles;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.BenchTable;
import io.ktrdr.coordinator.FakeWorld;
import io.ktrdr.coordinator.TestDatabase;
import io.ktrdr.coordinator.readiness.Locks;
import io.ktrdr.coordinator.readiness.Locks.Stored;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How long it takes to decide who may begin, of many that wait: the pure decision, and the statement that reads what it is about.
 * Run by {@code ./mvnw -Pbench verify}.
 */
@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = FakeWorld.class, restrictToAnnotatedClass = false)
class SchedulingBenchmark {
    private static final int[] WAITING = {100, 1_000, 10_000};
    private static final long WARM_UP = TimeUnit.SECONDS.toNanos(5);
    private static final int ROUNDS = 200;

    /** Kept, so that nothing of the work is found to be of no use. */
    @SuppressWarnings("unused")
    private @Nullable Object last;

    @Inject
    TestDatabase database;

    @Inject
    Loop loop;

    @Inject
    Locks locks;

    @BeforeEach
    void startOver() {
        loop.standsStill();
        database.startOver();
    }

    @Test
    void decision_about_many_that_wait() throws Exception {
        BenchTable table = new BenchTable(
                "waiting | begin | wait for a lock | wait for another | decision: min | p50 | p99 | max | read: p50 | p99");
        for (int waiting : WAITING) {
            operations(waiting);
            List<Stored> all = read();
            Standings standings = Standings.of(all, Set.of());
            long depend = all.stream().filter(Stored::depends).count();
            long begin = all.stream()
                    .filter(one -> !one.running() && !one.depends())
                    .filter(one -> standings.decision().grants(one.claimant().operationId()))
                    .count();
            assertTrue(begin > 0 && begin < waiting - depend, "some get what they want, others do not");
            table.row(String.format("%,d | %,d | %,d | %,d | ", waiting, begin, waiting - depend - begin, depend)
                    + quantiles(millis(() -> Standings.of(all, Set.of())), "%.2f ms", 0, 0.5, 0.99, 1) + " | "
                    + quantiles(millis(this::read), "%.1f ms", 0.5, 0.99));
        }
        table.write("scheduling.md");
    }

    private List<Stored> read() {
        return locks.claimants().await().indefinitely();
    }

    private List<Double> millis(Supplier<?> work) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < WARM_UP) {
            last = work.get();
        }
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            last = work.get();
            millis.add((System.nanoTime() - start) / 1e6);
        }
        return millis;
    }

    /**
     * Researches that read one of 200 datasets and the strategies of one of 20 kinds; one in 20 writes a dataset, one in 50 a
     * strategy. For each 20 that wait one is under way and has its locks. All depend on something that is completed, one in five
     * on another that waits.
     */
    private void operations(int waiting) {
        database.startOver();
        int running = waiting / 20;
        database.sql("""
                INSERT INTO operation (id, type, status, phase, rank, finished_at)
                VALUES ('op_completed', 'agent_research', 'completed', 'assessing', now(), now())
                """);
        database.sql("""
                INSERT INTO operation (id, type, status, phase, phase_since, request, priority, rank, queued, started_at)
                SELECT 'op_number' || i, 'agent_research', CASE WHEN i <= ? THEN 'running' ELSE 'pending' END,
                       CASE WHEN i <= ? THEN 'designing' ELSE 'idle' END, now(), '{}', i % 3,
                       now() + i * interval '1 s' + i % 3 * interval '15 min', i > ?, CASE WHEN i <= ? THEN now() END
                  FROM generate_series(1, ?) i
                """, running, running, running, running, running + waiting);
        database.sql("""
                INSERT INTO operation_dependency (operation_id, depends_on)
                SELECT 'op_number' || i, 'op_completed' FROM generate_series(1, ?) i
                UNION ALL
                SELECT 'op_number' || i, 'op_number' || i - 1 FROM generate_series(? + 5, ?, 5) i
                """, running + waiting, running, running + waiting);
        database.sql("""
                INSERT INTO resource_lock (operation_id, resource, mode, token, granted_at, expires_at)
                SELECT 'op_number' || i, l.resource, l.mode, CASE WHEN i <= ? THEN nextval('lock_token') END,
                       CASE WHEN i <= ? THEN now() END, CASE WHEN i <= ? THEN now() + interval '1 h' END
                  FROM generate_series(1, ?) i,
                       LATERAL (VALUES ('dataset:SYMBOL-' || i * 7919 % 200 || '/5m', CASE WHEN i % 20 = 13 THEN 'write' ELSE 'read' END),
                                       ('strategy:kind' || i * 104729 % 20 || '_*', 'read'),
                                       ('strategy:kind' || i * 31 % 20 || '_' || i, CASE WHEN i % 50 = 27 THEN 'write' END))
                               AS l(resource, mode)
                 WHERE l.mode IS NOT NULL
                """, running, running, running, running + waiting);
        database.sql("ANALYZE");
    }
}
