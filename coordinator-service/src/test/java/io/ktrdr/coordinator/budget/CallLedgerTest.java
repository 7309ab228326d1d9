package io.ktrdr.coordinator.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.models.Usage;
import io.ktrdr.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CallLedgerTest extends CoordinatorTest {
    private static final Usage TOKENS = new Usage(1_200, 300, 4_000, 500);
    private static final String TODAY = "(now() AT TIME ZONE 'UTC')::date";

    @Inject
    CallLedger ledger;

    @Inject
    Database data;

    private long epoch;

    @BeforeEach
    void aDesignIsUnderWay() {
        epoch = database.number("SELECT epoch FROM leader_lease");
        database.sql("""
                INSERT INTO operation (id, type, status, rank, phase, phase_since, request, started_at)
                VALUES ('op_research', 'agent_research', 'running', now(), 'designing', now(), '{"brief": "b"}', now())
                """);
        attempt("op_design1");
    }

    private void attempt(String id) {
        database.sql("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, spec, spec_sha256, epoch, started_at)
                VALUES (?, 'agent_design', 'running', now(), 'op_research', 'agent', '{}', repeat('0', 64), ?, now())
                """, id, epoch);
    }

    private void ends(String id, String status) {
        database.sql(
                "UPDATE operation SET status = ?, finished_at = now(), error_message = 'e' WHERE id = ?", status, id);
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(20));
    }

    private boolean reserve(String operation, int call, String usd) {
        return await(ledger.reserve(operation, epoch, call, "opus", new BigDecimal(usd)));
    }

    private boolean settle(String operation, int call, String usd) {
        return await(ledger.settle(operation, call, TOKENS, new BigDecimal(usd)));
    }

    private String charged() {
        return String.valueOf(database.text("SELECT coalesce(sum(coalesce(actual_usd, estimate_usd)), 0)"
                + " FROM budget_entry WHERE day = " + TODAY));
    }

    @Test
    void a_call_is_charged_at_its_estimate_until_it_is_settled_with_what_it_was() {
        assertTrue(reserve("op_design1", 1, "0.5"));
        assertEquals("0.500000", charged());
        assertTrue(settle("op_design1", 1, "0.0312345"));
        assertEquals("0.031235", charged());
        assertEquals(
                "op_research agent_design opus 1200 300 4000 500",
                database.text("SELECT concat_ws(' ', root_id, purpose, model, input_tokens, output_tokens,"
                        + " cache_read_tokens, cache_write_tokens) FROM budget_entry"));
    }

    @Test
    void every_call_of_an_operation_is_charged() {
        for (int call = 1; call <= 3; call++) {
            assertTrue(reserve("op_design1", call, "0.5"));
        }
        settle("op_design1", 1, "0.01");
        settle("op_design1", 3, "0.2");
        assertEquals("0.710000", charged());
    }

    @Test
    void a_second_reservation_changes_the_estimate_alone() {
        reserve("op_design1", 1, "0.5");
        assertTrue(await(ledger.reserve("op_design1", epoch, 1, "other", new BigDecimal("0.4"))));
        assertEquals("0.400000", charged());
        assertEquals("opus", database.text("SELECT model FROM budget_entry"));
    }

    @Test
    void a_call_that_was_made_is_not_made_again() {
        reserve("op_design1", 1, "0.5");
        settle("op_design1", 1, "0.1");
        assertFalse(reserve("op_design1", 1, "0.5"));
        assertEquals("0.100000", charged());
    }

    @Test
    void however_often_a_call_is_settled_the_first_time_counts() throws Exception {
        reserve("op_design1", 1, "0.5");
        List<Boolean> counted = atOnce(16, i -> settle("op_design1", 1, "0.1" + (i + 10)));
        assertEquals(1, counted.stream().filter(Boolean::booleanValue).count());
        int first = counted.indexOf(true);
        assertEquals("0.1" + (first + 10) + "000", charged());
        assertFalse(settle("op_design1", 1, "9"));
        assertEquals("0.1" + (first + 10) + "000", charged());
    }

    @Test
    void however_many_reserve_a_call_it_is_charged_once() throws Exception {
        List<Boolean> allowed = atOnce(16, i -> reserve("op_design1", 1, "0.5"));
        assertFalse(allowed.contains(false));
        assertEquals("0.500000", charged());
    }

    @Test
    void after_a_crash_before_the_settlement_the_estimate_stays_and_the_next_attempt_adds_its_own() {
        reserve("op_design1", 1, "0.5");
        settle("op_design1", 1, "0.1");
        reserve("op_design1", 2, "0.5");
        ends("op_design1", "failed");
        database.sql("UPDATE leader_lease SET epoch = epoch + 1");
        epoch++;
        attempt("op_design2");
        assertTrue(reserve("op_design2", 1, "0.5"));
        assertTrue(settle("op_design2", 1, "0.2"));
        assertEquals("0.800000", charged());
        // the answer that was paid for in the epoch before is heard of after all
        assertTrue(settle("op_design1", 2, "0.15"));
        assertEquals("0.450000", charged());
    }

    @Test
    void a_coordinator_that_no_longer_leads_may_not_spend() {
        database.sql("UPDATE leader_lease SET epoch = epoch + 1");
        assertFalse(reserve("op_design1", 1, "0.5"));
        epoch++;
        assertFalse(reserve("op_design1", 1, "0.5"), "what an older epoch began is not this one's");
        assertEquals(0, database.number("SELECT count(*) FROM budget_entry"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "failed", "cancelled"})
    void an_operation_that_is_over_may_not_spend(String status) {
        reserve("op_design1", 1, "0.5");
        ends("op_design1", status);
        assertFalse(reserve("op_design1", 1, "0.7"));
        assertFalse(reserve("op_design1", 2, "0.7"));
        assertEquals("0.500000", charged());
    }

    @Test
    void what_does_not_exist_may_not_spend_and_what_was_never_reserved_is_not_settled() {
        assertFalse(reserve("op_nothing", 1, "0.5"));
        assertFalse(settle("op_nothing", 1, "0.5"));
        assertFalse(settle("op_design1", 1, "0.5"));
        assertEquals(0, database.number("SELECT count(*) FROM budget_entry"));
    }

    @Test
    void what_was_begun_before_midnight_belongs_to_that_day() {
        reserve("op_design1", 1, "0.5");
        database.sql("UPDATE budget_entry SET day = day - 1, created_at = created_at - interval '1 day'");
        assertTrue(reserve("op_design1", 1, "0.6"), "asked again");
        assertEquals("0", charged());
        assertTrue(settle("op_design1", 1, "0.1"));
        assertEquals("0", charged());
        assertEquals("0.100000", database.text("SELECT actual_usd FROM budget_entry WHERE day = " + TODAY + " - 1"));
    }

    /** At any time one of the two is in another day than UTC. */
    @ParameterizedTest
    @ValueSource(strings = {"Etc/GMT+12", "Pacific/Kiritimati"})
    void a_day_is_that_of_utc_whatever_the_clock_on_the_wall_says(String zone) {
        await(data.transaction(connection -> connection
                .query("SET LOCAL TIME ZONE '" + zone + "'")
                .execute()
                .chain(() -> connection
                        .preparedQuery(LedgerSql.RESERVE)
                        .execute(Tuple.of("op_design1", epoch, 1, "opus", BigDecimal.ONE)))));
        assertEquals(1, database.number("SELECT count(*) FROM budget_entry WHERE day = " + TODAY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call_number = 0",
                "model = ''",
                "estimate_usd = -1",
                "actual_usd = 1",
                "settled_at = now()",
                "actual_usd = -1, settled_at = now()",
                "output_tokens = 7",
                "actual_usd = 1, settled_at = now(), input_tokens = -1",
                "day = day - 1",
                "root_id = 'op_nothing'"
            })
    void the_database_refuses_what_cannot_be(String change) {
        reserve("op_design1", 1, "0.5");
        assertThrows(SQLException.class, () -> database.execute("UPDATE budget_entry SET " + change));
    }
}
