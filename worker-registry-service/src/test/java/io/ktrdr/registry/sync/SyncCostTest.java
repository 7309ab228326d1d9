package io.ktrdr.registry.sync;

import static io.ktrdr.registry.TestRegistry.held;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.registry.TestRegistry;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements as Postgres counts them, BEGIN and COMMIT included. */
@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class SyncCostTest {
    private static final long BEGIN_FIVE_STATEMENTS_COMMIT = 7;

    @Inject
    TestRegistry registry;

    @BeforeEach
    void startOver() {
        registry.startOver();
        registry.sql("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    }

    private long statementsOf(Runnable work) {
        registry.number("SELECT count(*) FROM (SELECT pg_stat_statements_reset()) reset");
        work.run();
        return registry.number("""
                SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
                WHERE query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE 'SET %' AND query NOT LIKE 'SHOW %'
                """);
    }

    private void workers(int count) {
        registry.sql("""
                INSERT INTO worker (id, type, url, version, registered_at)
                SELECT 'w' || i, 'training', 'http://w' || i, 'test', clock_timestamp() FROM generate_series(1, ?) i
                """, count);
        registry.sql("""
                INSERT INTO liveness (worker_id, incarnation, last_heard, mark, draining)
                SELECT id, id || '-1', clock_timestamp(), 0, false FROM worker
                """);
    }

    private static String[] claims(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    @Test
    void a_sync_costs_the_same_statements_whatever_its_size() {
        assertEquals(BEGIN_FIVE_STATEMENTS_COMMIT, statementsOf(() -> registry.sync(List.of(), List.of())));
        workers(500);
        assertEquals(
                BEGIN_FIVE_STATEMENTS_COMMIT, statementsOf(() -> registry.sync(List.of(), List.of(), claims("a", 1))));
        assertEquals(
                BEGIN_FIVE_STATEMENTS_COMMIT,
                statementsOf(() -> registry.sync(List.of(), List.of(), claims("b", 400))));
        SyncResponse granted = registry.sync(List.of(), List.of(), claims("b", 400));
        assertEquals(400, granted.granted().size());
        List<Held> held = granted.granted().stream().map(TestRegistry::held).toList();
        assertEquals(
                BEGIN_FIVE_STATEMENTS_COMMIT, statementsOf(() -> registry.sync(held, List.of(), claims("c", 400))));
    }

    @Test
    void a_heartbeat_costs_one_statement() {
        registry.registerTraining("w1");
        assertEquals(
                1, statementsOf(() -> registry.heartbeat("w1", "w1-1", 0, null).statusCode(200)));
    }
}
