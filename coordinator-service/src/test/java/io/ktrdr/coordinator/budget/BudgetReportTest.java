package io.ktrdr.coordinator.budget;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BudgetReportTest extends CoordinatorTest {
    @BeforeEach
    void aMonthOfCalls() {
        for (String research : new String[] {"op_thefirst", "op_thesecond"}) {
            database.sql("""
                    INSERT INTO operation (id, type, status, rank, phase, phase_since, request, finished_at)
                    VALUES (?, 'agent_research', 'completed', now(), 'assessing', now(),
                            json_build_object('brief', 'Explore ' || ?), now())
                    """, research, research);
        }
        database.sql(
                "INSERT INTO operation (id, type, status, rank) VALUES ('op_question', 'general', 'pending', now())");
        call("op_thefirst", "agent_design", "opus", 0, "0.25");
        call("op_thefirst", "agent_design", "haiku", 0, "0.05");
        call("op_thesecond", "agent_assessment", "opus", 2, "0.75");
        call("op_question", "general", "haiku", 29, "0.01");
        call("op_question", "general", "haiku", 30, "8");
        database.sql("""
                UPDATE budget_entry SET actual_usd = NULL, settled_at = NULL, input_tokens = 0, output_tokens = 0,
                                        cache_read_tokens = 0, cache_write_tokens = 0
                 WHERE model = 'haiku' AND root_id = 'op_thefirst'
                """);
    }

    /** Of 1,000 tokens in, 100 out, 10 from and 1 into the cache. */
    private void call(String root, String purpose, String model, int daysAgo, String usd) {
        database.sql("""
                INSERT INTO budget_entry (operation_id, root_id, purpose, call_number, model, day, created_at, estimate_usd,
                                          actual_usd, settled_at, input_tokens, output_tokens, cache_read_tokens,
                                          cache_write_tokens)
                SELECT ?, ?, ?, (SELECT count(*) + 1 FROM budget_entry WHERE root_id = ?), ?,
                       (at AT TIME ZONE 'UTC')::date, at, 0.5, ?::numeric, at, 1000, 100, 10, 1
                  FROM (SELECT now() - ? * interval '1 day' AS at) ago
                """, root, root, purpose, root, model, usd, daysAgo);
    }

    private String day(int daysAgo) {
        return String.valueOf(database.text("SELECT (now() AT TIME ZONE 'UTC')::date - ?", daysAgo));
    }

    @Test
    void without_a_limit_nothing_is_scarce() {
        get("/api/v1/budget")
                .statusCode(200)
                .body("day", equalTo(day(0)))
                .body("daily_limit", nullValue())
                .body("remaining", nullValue())
                .body("spent_today", equalTo(0.25f))
                .body("reserved_today", equalTo(0.5f));
    }

    @Test
    void days_come_newest_first_and_nothing_older_than_asked_for() {
        get("/api/v1/budget")
                .body("by", equalTo("day"))
                .body("days", equalTo(30))
                .body("items.key", contains(day(0), day(2), day(29)))
                .body("items[0].calls", equalTo(2))
                .body("items[0].usd", equalTo(0.25f))
                .body("items[0].unsettled_usd", equalTo(0.5f))
                .body("items[0].input_tokens", equalTo(1000))
                .body("items[0].output_tokens", equalTo(100))
                .body("items[0].cache_read_tokens", equalTo(10))
                .body("items[0].cache_write_tokens", equalTo(1))
                .body("total.calls", equalTo(4))
                .body("total.usd", equalTo(1.01f))
                .body("total.unsettled_usd", equalTo(0.5f));
        get("/api/v1/budget?days=1").body("items.key", contains(day(0))).body("total.calls", equalTo(2));
        get("/api/v1/budget?days=31").body("items", hasSize(4));
    }

    @Test
    void models_come_dearest_first() {
        get("/api/v1/budget?by=model")
                .body("items.key", contains("opus", "haiku"))
                .body("items[0].usd", equalTo(1.0f))
                .body("items[1].calls", equalTo(2))
                .body("items[1].usd", equalTo(0.01f))
                .body("items[1].unsettled_usd", equalTo(0.5f));
    }

    @Test
    void researches_and_tasks_come_dearest_first_with_what_they_are_about() {
        // what is not settled counts with its estimate
        get("/api/v1/budget?by=research")
                .body("items.key", contains("op_thefirst", "op_thesecond", "op_question"))
                .body("items.label", contains("Explore op_thefirst", "Explore op_thesecond", "general"));
    }

    @Test
    void no_more_items_than_asked_for_and_the_total_is_of_all() {
        get("/api/v1/budget?by=research&limit=1")
                .body("items.key", contains("op_thefirst"))
                .body("total.calls", equalTo(4));
        get("/api/v1/budget?limit=2").body("items.key", contains(day(0), day(2)));
    }

    @Test
    void where_nothing_was_spent_there_is_nothing() {
        database.startOver();
        get("/api/v1/budget")
                .body("items", hasSize(0))
                .body("total.calls", equalTo(0))
                .body("total.usd", equalTo(0.0f))
                .body("spent_today", equalTo(0.0f));
    }

    @ParameterizedTest
    @CsvSource({
        "by=colour, by",
        "by=DAY, by",
        "days=0, days",
        "days=367, days",
        "days=week, days",
        "limit=0, limit",
        "limit=501, limit",
        "limit=1e2, limit",
        "since=7d, since"
    })
    void what_cannot_be_understood_is_refused_by_name(String query, String field) {
        get("/api/v1/budget?" + query)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_request"))
                .body("violations[0].field", equalTo(field));
    }
}
