package io.ktrdr.coordinator.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A memory as releases before the search left it: notes with the assessment as JSON, and nothing else. */
@QuarkusTest
class MemoryMigrationTest extends CoordinatorTest {
    /** As the rule-based assessor of then had it. */
    private static final String NOTE = """
            {"verdict":"poor","strengths":["Greatest drawdown 9.0%."],"weaknesses":["It lost -4.2% after costs of 7.0 bps a \
            fill.","Buying and holding did better: -4.2% against +8.0%."],"suggestions":["Add a feature of volatility, so that \
            the model can stay out of rough markets."],"hypotheses":["A longer horizon than 4 bars has more signal for its \
            noise.","In a rising market its short trades cost more than they bring: long only would do better."],\
            "method":"Rule-based assessment; no model was asked."}""";

    private static final String YAML = """
            schema_version: 1
            name: rsi_variant_1
            indicators:
              - name: rsi
                params:
                  period: 14
                output: rsi
                feature: rsi_14
              - name: roc
                params:
                  period: 3
            label:
              horizon: 4
            """;

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
                .target("3")
                .load()
                .migrate();
    }

    @AfterEach
    void asNew() {
        flyway.migrate();
        database.startOver();
    }

    private void note(String research, String note, int daysAgo) {
        database.sql("""
                INSERT INTO memory_note (research_id, strategy_name, strategy_sha256, family, dataset_sha256, verdict, note,
                                         created_at)
                VALUES (?, 'rsi_variant_1', 'strategy', 'rsi', 'dataset', 'poor', ?, now() - make_interval(days => ?))
                """, research, note, daysAgo);
    }

    private void whatItIsAbout() {
        database.sql("INSERT INTO strategy VALUES ('strategy', 'rsi_variant_1', ?, now())", YAML);
        database.pastConstraints("""
                INSERT INTO dataset (sha256, symbol, timeframe, bars, first_bar, last_bar, source, quality, imported_at)
                VALUES ('dataset', 'BTC-USD', '4h', 1, now(), now(), 's', '{}', now())
                """);
        database.sql("""
                INSERT INTO operation (id, type, status, rank, phase, phase_since, request, started_at, finished_at)
                VALUES ('op_earlier', 'agent_research', 'completed', now(), 'assessing', now(),
                        '{"brief": "Explore RSI variations"}', now(), now())
                """);
    }

    @Test
    void what_earlier_releases_learned_is_found_and_what_they_supposed_can_be_tested() {
        whatItIsAbout();
        note("op_earlier", NOTE, 2);
        note("op_later", NOTE, 1);
        flyway.migrate();

        assertEquals(
                "Explore RSI variations|roc rsi|BTC-USD/4h|Add a feature of volatility, so that the model can stay out of rough"
                        + " markets.",
                database.text("SELECT concat_ws('|', brief, indicators, market, suggestions) FROM memory_note"
                        + " WHERE research_id = 'op_earlier'"));
        assertEquals(
                "3",
                database.text("SELECT count(*) FROM memory_note, string_to_table(findings, E'\\n')"
                        + " WHERE research_id = 'op_earlier'"));
        assertEquals(
                List.of("op_earlier untested", "op_earlier untested"),
                database.texts("SELECT origin_research || ' ' || status FROM hypothesis"));
        assertEquals(
                List.of("op_earlier"),
                get("/api/v1/memory?q=variations&kind=experiment")
                        .statusCode(200)
                        .extract()
                        .path("items.id"));
        assertEquals(
                List.of("A longer horizon than 4 bars has more signal for its noise."),
                get("/api/v1/memory?q=horizons&status=untested")
                        .statusCode(200)
                        .extract()
                        .path("items.text"));
    }

    @Test
    void a_note_that_says_less_or_cannot_be_read_is_kept_as_it_is() {
        List<String> notes = List.of(
                "nonsense",
                "[1, 2]",
                "{}",
                "{\"hypotheses\": null, \"strengths\": 5, \"suggestions\": {\"a\": 1}}",
                "{\"hypotheses\": [null, 1, \" \"]}",
                "{\"hypotheses\": [\"a\\u0000b\"]}");
        for (int i = 0; i < notes.size(); i++) {
            note("op_note" + i, notes.get(i), i);
        }
        flyway.migrate();
        assertEquals(notes, database.texts("SELECT note FROM memory_note ORDER BY research_id"));
        assertEquals(
                "",
                database.text(
                        "SELECT DISTINCT brief || indicators || market || findings || suggestions FROM memory_note"));
        assertEquals(0, database.number("SELECT count(*) FROM hypothesis"));
    }
}
