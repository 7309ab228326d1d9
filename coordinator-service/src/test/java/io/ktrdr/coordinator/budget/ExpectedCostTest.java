package io.ktrdr.coordinator.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.stub.StubConfig;
import io.ktrdr.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the next design, assessment and general task are expected to cost. */
@QuarkusTest
class ExpectedCostTest extends CoordinatorTest {
    /** Five dollars for a million tokens in, 25 out. */
    private static final PriceOfCall MODEL =
            tokens -> Optional.of(BigDecimal.valueOf(5 * tokens.input() + 25 * tokens.output(), 6));

    @Inject
    Database data;

    private record Stub(boolean enabled, Duration duration, double failureRate, BigDecimal cost)
            implements StubConfig {}

    @BeforeEach
    void aResearch() {
        database.sql("""
                INSERT INTO operation (id, type, status, rank, phase, phase_since, request, finished_at)
                VALUES ('op_research', 'agent_research', 'completed', now(), 'assessing', now(), '{}', now())
                """);
    }

    private Today today(boolean stub, PriceOfCall price) {
        Expectation expectation = new Expectation(new Stub(stub, Duration.ZERO, 0, new BigDecimal("0.3")), price);
        return data.statement(client -> Today.read(client, expectation)).await().atMost(Duration.ofSeconds(20));
    }

    private ExpectedCost expected() {
        return today(false, MODEL).expected();
    }

    private void spent(String operation, String type, String usd, long outputTokens) {
        database.sql("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, spec, spec_sha256, finished_at)
                VALUES (?, ?, 'completed', now(), 'op_research', 'agent', '{}', repeat('0', 64), now())
                ON CONFLICT DO NOTHING
                """, operation, type);
        database.sql("""
                INSERT INTO budget_entry (operation_id, root_id, purpose, call_number, model, day, estimate_usd, actual_usd,
                                          settled_at, output_tokens)
                SELECT o.id, parent_id, type, (SELECT count(*) + 1 FROM budget_entry WHERE operation_id = o.id), 'opus',
                       (now() AT TIME ZONE 'UTC')::date, 9, ?::numeric, now(), ?
                  FROM operation o WHERE id = ?
                """, usd, outputTokens, operation);
    }

    @Test
    void a_stub_costs_its_price_and_what_is_built_in_nothing() {
        assertEquals(
                new ExpectedCost(new BigDecimal("0.3"), new BigDecimal("0.3"), BigDecimal.ZERO),
                today(true, MODEL).expected());
        spent("op_design1", "agent_design", "2", 10);
        assertEquals(
                ExpectedCost.NOTHING, today(false, tokens -> Optional.empty()).expected());
    }

    @Test
    void before_the_first_experience_a_call_of_usual_length_at_the_first_model_counts() {
        assertEquals(new BigDecimal("0.115000"), expected().design());
        assertEquals(new BigDecimal("0.067500"), expected().assessment());
        assertEquals(new BigDecimal("0.035000"), expected().general());
    }

    @Test
    void then_it_is_the_median_of_what_operations_of_the_kind_cost_with_all_their_calls() {
        spent("op_design1", "agent_design", "0.04", 10);
        spent("op_design1", "agent_design", "0.02", 10);
        spent("op_design2", "agent_design", "0.05", 10);
        spent("op_design3", "agent_design", "7", 10);
        spent("op_judged1", "agent_assessment", "0.01", 10);
        assertEquals(new BigDecimal("0.060000"), expected().design());
        assertEquals(new BigDecimal("0.010000"), expected().assessment());
    }

    @Test
    void only_the_newest_twenty_count_and_none_that_asked_no_model() {
        for (int i = 100; i < 110; i++) {
            spent("op_older" + i, "agent_design", "5", 10);
        }
        for (int i = 100; i < 120; i++) {
            spent("op_newer" + i, "agent_design", "0.05", 10);
        }
        for (int i = 100; i < 130; i++) {
            spent("op_stubbed" + i, "agent_design", "0", 0);
        }
        assertEquals(new BigDecimal("0.050000"), expected().design());
    }

    @Test
    void general_tasks_that_have_not_asked_yet_are_promised_their_money() {
        database.sql(
                "INSERT INTO operation (id, type, status, rank) VALUES ('op_question', 'general', 'pending', now())");
        assertEquals(
                new BigDecimal("0.035000"),
                today(false, MODEL).promised().stripTrailingZeros().setScale(6));
        database.sql("""
                INSERT INTO budget_entry (operation_id, root_id, purpose, call_number, model, day, estimate_usd)
                VALUES ('op_question', 'op_question', 'general', 1, 'opus', (now() AT TIME ZONE 'UTC')::date, 1)
                """);
        assertEquals(0, today(false, MODEL).promised().signum());
        assertEquals(new BigDecimal("1.000000"), today(false, MODEL).reserved());
    }
}
