package io.ktrdr.coordinator.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.FakeWorkers.Behaviour;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.database.Database;
import io.ktrdr.testservices.Metrics;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tick costs: statements as Postgres counts them, and calls as the registry does. A page is ten researches. */
@QuarkusTest
class TickCostTest extends CoordinatorTest {
    private static final int PAGE = 10;
    /** Lease, queue; due, children, lines, tasks, reservations, agents to stop, agents; workers; apply; alerts. */
    private static final int STATEMENTS = 12;

    @Inject
    Database data;

    private record Cost(long statements, int registryCalls, boolean again) {}

    @BeforeEach
    void count() {
        database.sql("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        loop.turn();
    }

    private Cost costOfATick() {
        int calls = registry.syncs().size();
        database.number("SELECT count(*) FROM (SELECT pg_stat_statements_reset()) reset");
        boolean again = loop.turn();
        // the data source is looked at by the clock, and not for the sake of any tick
        long statements = database.number("""
                SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
                WHERE query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE 'SET %' AND query NOT LIKE 'SHOW %'
                  AND query NOT LIKE '%INTO service %'
                """);
        return new Cost(statements, registry.syncs().size() - calls, again);
    }

    /** Researches whose design has just been completed. */
    private void designed(int howMany) {
        database.sql("""
                INSERT INTO operation (id, type, status, rank, phase, phase_since, request, started_at, priority)
                SELECT 'op_costly' || i, 'agent_research', 'running', now(), 'designing', now(), '{"seed": 1}', now(), 1
                  FROM generate_series(1, ?) i
                """, howMany);
        database.sql("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, spec, spec_sha256, epoch, started_at,
                                       finished_at, result)
                SELECT id || 'd', 'agent_design', 'completed', rank, id, 'agent', '{}', repeat('0', 64), 0, now(), now(),
                       '{"strategy": {"name": "s", "yaml": "y"}, "seed": 1}'
                  FROM operation WHERE type = 'agent_research'
                """);
    }

    private List<Cost> costsUntilQuiet() {
        List<Cost> costs = new ArrayList<>();
        do {
            costs.add(costOfATick());
        } while (costs.getLast().again());
        return costs;
    }

    @Test
    void one_research_costs_as_much_as_a_full_page() {
        designed(1);
        assertEquals(new Cost(STATEMENTS, 1, false), costOfATick());
        database.startOver();
        loop.turn();
        designed(PAGE);
        assertEquals(new Cost(STATEMENTS, 1, true), costOfATick());
    }

    @Test
    void five_pages_cost_five_times_a_page() {
        designed(5 * PAGE);
        List<Cost> costs = costsUntilQuiet();
        assertEquals(6, costs.size(), "five full pages, and one look that finds nothing");
        for (Cost cost : costs.subList(0, 5)) {
            assertEquals(new Cost(STATEMENTS, 1, true), cost);
        }
        assertTrue(costs.getLast().statements() < STATEMENTS);
        assertEquals(5L * PAGE, database.number("SELECT count(*) FROM operation WHERE type = 'training'"));
    }

    @Test
    void granting_a_page_of_workers_costs_what_granting_one_costs() {
        trainingWorkers("t0");
        workers.behaves("t0", Behaviour.ANSWERS_NOTHING);
        designed(1);
        Cost one = costOfATick();
        assertEquals(1, database.number("SELECT count(*) FROM operation WHERE type = 'training' AND token > 0"));
        startAgain();
        trainingWorkers(IntStream.range(0, PAGE).mapToObj(i -> "t" + i).toArray(String[]::new));
        IntStream.range(0, PAGE).forEach(i -> workers.behaves("t" + i, Behaviour.ANSWERS_NOTHING));
        // learn of the larger pool first
        loop.turn();
        designed(PAGE);
        Cost page = costOfATick();
        assertEquals(PAGE, database.number("SELECT count(*) FROM operation WHERE type = 'training' AND token > 0"));
        assertEquals(one.statements(), page.statements());
        assertEquals(one.registryCalls(), page.registryCalls());
    }

    private void startAgain() {
        database.startOver();
        registry.startOver();
        workers.startOver();
        loop.turn();
    }

    @Test
    void many_who_wait_cost_nothing_and_starve_nobody() {
        designed(5 * PAGE);
        costsUntilQuiet();
        Cost idle = costOfATick();
        assertFalse(idle.again());
        String late = trigger("late");
        loop.turn();
        assertEquals("designing", phaseOf(late));
        loop.agentsAreDone();
        loop.turnUntilQuiet();
        assertEquals(NO_TRAINING_WORKER, waitingReasonOf(late));
    }

    @Test
    void scrapes_that_come_at_once_cost_one_statement_together() {
        designed(PAGE);
        Metrics.scrape();
        LockSupport.parkNanos(1_100_000_000L);
        database.number("SELECT count(*) FROM (SELECT pg_stat_statements_reset()) reset");
        Metrics.scrape();
        Metrics.scrape();
        assertEquals(
                1,
                database.number("SELECT sum(calls) FROM pg_stat_statements WHERE query LIKE '%AS family%'"
                        + " AND query NOT LIKE '%pg_stat_statements%'"));
    }

    @Test
    void what_is_due_is_found_without_reading_every_operation() {
        database.sql("""
                INSERT INTO operation (id, type, status, rank, phase, phase_since, request, started_at, finished_at)
                SELECT 'op_longago' || i, 'agent_research', 'completed', now(), 'assessing', now(), '{}', now(), now()
                  FROM generate_series(1, 5000) i
                """);
        database.sql("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, spec, spec_sha256, settled, worker_id,
                                       incarnation, worker_url, token, granted_at, started_at, finished_at, reservation)
                SELECT id || 't', 'training', 'completed', rank, id, 'training', '{}', repeat('0', 64), true, 'w', 'i', 'u', 1,
                       now(), now(), now(), 'closed'
                  FROM operation WHERE type = 'agent_research'
                """);
        database.sql("ANALYZE operation");
        String plan = data.transaction(connection -> connection
                        .query("PREPARE due (bigint, text[], int, bigint, bigint) AS " + OperationSql.DUE)
                        .execute()
                        .chain(() -> connection
                                .query("EXPLAIN EXECUTE due (1, '{}', 10, 600000, 900000)")
                                .execute())
                        .call(() -> connection.query("DEALLOCATE due").execute()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.joining("\n")))
                .await()
                .atMost(Duration.ofSeconds(20));
        assertFalse(
                Pattern.compile("Seq Scan on operation( |$)", Pattern.MULTILINE)
                        .matcher(plan)
                        .find(),
                plan);
    }
}
