package io.ktrdr.coordinator.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database as the release before left it, with a research in every phase: {@code old-data/V2.txt} holds the rows that its
 * binary wrote, a table after the other.
 */
@QuarkusTest
class OldDataTest extends CoordinatorTest {
    @Inject
    DataSource dataSource;

    @Inject
    Flyway flyway;

    @BeforeEach
    void theReleaseBeforeWasHere() {
        database.sql("DROP SCHEMA public CASCADE");
        database.sql("CREATE SCHEMA public");
        Flyway.configure()
                .dataSource(dataSource)
                .locations("db/migration")
                .target("2")
                .load()
                .migrate();
        rows().forEach((table, rows) -> {
            database.sql("DELETE FROM " + table);
            database.sql(
                    "INSERT INTO " + table + " OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::"
                            + table + ", ?::json)",
                    "[" + String.join(",", rows) + "]");
        });
        for (String counted : List.of("operation_event", "budget_entry")) {
            database.sql("SELECT setval(pg_get_serial_sequence('" + counted + "', 'id'), max(id)) FROM " + counted);
        }
        // its workers are still there, at addresses of today
        database.texts("SELECT DISTINCT worker_id FROM operation WHERE worker_id IS NOT NULL")
                .forEach(worker -> database.sql(
                        "UPDATE operation SET worker_url = ? WHERE worker_id = ?",
                        workers.urlOf(Objects.requireNonNull(worker)),
                        worker));
        trainingWorkers("t1", "t2", "t3");
        backtestWorkers("b1");
    }

    @AfterEach
    void asNew() {
        database.startOver();
    }

    private static Map<String, List<String>> rows() {
        Map<String, List<String>> byTable = new LinkedHashMap<>();
        List<String> rows = List.of();
        for (String line : text().lines().toList()) {
            if (line.startsWith("-- ")) {
                rows = byTable.computeIfAbsent(line.substring(3), table -> new ArrayList<>());
            } else {
                rows.add(line);
            }
        }
        return byTable;
    }

    private static String text() {
        try (InputStream stream = OldDataTest.class.getResourceAsStream("/old-data/V2.txt")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Long> phases() {
        return database
                .texts("SELECT coalesce(status || '/' || phase, '') FROM operation WHERE type = 'agent_research'")
                .stream()
                .map(String::valueOf)
                .collect(Collectors.groupingBy(phase -> phase, Collectors.counting()));
    }

    @Test
    void a_research_in_every_phase_is_migrated_at_start_and_goes_on_to_its_end() {
        assertEquals(
                Map.of(
                        "pending/idle", 1L,
                        "running/designing", 2L,
                        "running/training", 1L,
                        "running/backtesting", 1L,
                        "running/assessing", 1L,
                        "completed/assessing", 1L,
                        "cancelled/training", 1L),
                phases());

        flyway.migrate();
        // however long it was away: who was heard of lately by nobody is given the whole time
        loop.turnUntilQuiet();
        assertEquals(0, database.number("SELECT count(*) FROM operation WHERE failure_class = 'worker'"));
        assertEquals(
                2, database.number("SELECT count(*) FROM operation WHERE failure_code = 'orphaned'"), "agents of then");
        assertNotNull(database.text("SELECT hearing_since FROM leader_lease"));

        while (database.number(
                        "SELECT count(*) FROM operation WHERE type = 'agent_research' AND status IN ('pending', 'running')")
                > 0) {
            jobsAreDone();
            loop.turnUntilQuiet();
        }
        assertEquals(Map.of("completed/assessing", 7L, "cancelled/training", 1L), phases());
        assertEquals(
                0,
                database.number("SELECT count(*) FROM operation WHERE reservation = 'open'"),
                "also the worker of the cancelled one has confirmed");
    }

    @Test
    void what_operations_cost_is_their_first_call() {
        database.sql("UPDATE budget_entry SET estimate_usd = 0.3, actual_usd = 0.2 WHERE id = 2");
        String before = spending();
        flyway.migrate();
        assertEquals(before, spending());
        assertEquals(
                List.of("agent_design built-in", "agent_design stub", "agent_assessment built-in"),
                database.texts(
                                "SELECT purpose || ' ' || model FROM budget_entry b JOIN operation o ON o.id = operation_id"
                                        + " WHERE call_number = 1 AND root_id = o.parent_id AND output_tokens = 0 ORDER BY b.id")
                        .subList(0, 3));
        assertEquals(
                0,
                database.number("SELECT count(*) FROM budget_entry b WHERE NOT EXISTS (SELECT 1 FROM operation o"
                        + " WHERE o.id = b.root_id AND o.type = 'agent_research')"));
    }

    private String spending() {
        return String.valueOf(database.text("SELECT string_agg(concat_ws(' ', id, operation_id, day, estimate_usd,"
                + " actual_usd, created_at, settled_at), ',' ORDER BY id) FROM budget_entry"));
    }

    private void jobsAreDone() {
        for (String claim : database.texts(
                "SELECT id FROM operation WHERE status = 'running' AND executor IN ('training', 'backtesting')")) {
            StartJob job = started(Objects.requireNonNull(claim));
            report(job, completion(job, job.jobType().wireName().equals("training") ? TRAINED : BACKTESTED))
                    .statusCode(200);
        }
    }
}
