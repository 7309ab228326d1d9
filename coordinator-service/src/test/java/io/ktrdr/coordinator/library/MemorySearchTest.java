package io.ktrdr.coordinator.library;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.LogWatch;
import io.ktrdr.coordinator.assess.HypothesisOutcome.Outcome;
import io.ktrdr.coordinator.assess.Verdict;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory over REST. */
@QuarkusTest
class MemorySearchTest extends MemoryTest {
    private static final Set<String> FIELDS = Set.of(
            "kind",
            "id",
            "text",
            "status",
            "strategy_name",
            "research_id",
            "dataset",
            "evidence",
            "relevance",
            "snippet",
            "created_at");

    private static ValidatableResponse search(String... parameters) {
        var request = given();
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request.get("/api/v1/memory").then();
    }

    private static JsonPath found(String... parameters) {
        return search(parameters).statusCode(200).extract().jsonPath();
    }

    private void aMemory() {
        hasDataset("BTC-USD");
        remember(ALesson.of("op_rsi")
                .found(Verdict.NEUTRAL)
                .weakness("Buying and holding did better")
                .supposes("RSI works on other markets.", "Long only would do better."));
        remember(ALesson.of("op_volume")
                .brief("Volume flow")
                .judges(hypothesis("RSI works on other markets."), Outcome.REFUTED));
    }

    @Test
    void an_item_has_these_fields_and_no_others() {
        aMemory();
        JsonPath items = found("q", "RSI variations");
        assertEquals(FIELDS, items.getMap("items[0]").keySet());
        assertEquals("experiment", items.getString("items[0].kind"));
        assertEquals("op_rsi", items.getString("items[0].id"));
        assertEquals("op_rsi", items.getString("items[0].research_id"));
        assertEquals("Explore RSI variations", items.getString("items[0].text"));
        assertEquals("neutral", items.getString("items[0].status"));
        assertEquals("rsi_variant_1", items.getString("items[0].strategy_name"));
        assertEquals("BTC-USD/4h", items.getString("items[0].dataset"));
        assertTrue(items.getString("items[0].snippet").contains("«RSI» «variations»"), items.prettify());
        assertTrue(items.getString("items[0].created_at").endsWith("Z"));
        double relevance = items.getDouble("items[0].relevance");
        assertTrue(relevance > 0 && relevance <= 1, items.prettify());
    }

    @Test
    void a_hypothesis_comes_with_where_it_is_from_and_what_speaks_for_it() {
        aMemory();
        JsonPath items = found("q", "other markets", "kind", "hypothesis");
        assertEquals(hypothesis("RSI works on other markets."), items.getString("items[0].id"));
        assertEquals("refuted", items.getString("items[0].status"));
        assertEquals("seen by op_volume", items.getString("items[0].evidence"));
        assertEquals("op_rsi", items.getString("items[0].research_id"));
        assertEquals("rsi_variant_1", items.getString("items[0].strategy_name"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -          | -            | experiment hypothesis
            experiment | -            | experiment
            hypothesis | -            | hypothesis
            -          | neutral      | experiment
            -          | refuted      | hypothesis
            experiment | neutral      | experiment
            hypothesis | refuted      | hypothesis
            -          | untested     | -
            experiment | poor         | -
            """)
    void kind_and_status_narrow_the_search(String kind, String status, String kinds) {
        hasDataset("BTC-USD");
        remember(ALesson.of("op_rsi").found(Verdict.NEUTRAL).supposes("Divergence of the RSI lasts."));
        remember(ALesson.of("op_volume")
                .brief("Volume")
                .judges(hypothesis("Divergence of the RSI lasts."), Outcome.REFUTED));
        remember(ALesson.of("op_div").brief("Divergence").found(Verdict.NEUTRAL));
        var request = given().queryParam("q", "divergence");
        if (kind != null) {
            request.queryParam("kind", kind);
        }
        if (status != null) {
            request.queryParam("status", status);
        }
        List<String> expected = kinds == null ? List.of() : List.of(kinds.split(" "));
        assertEquals(
                expected,
                request.get("/api/v1/memory").then().statusCode(200).extract().jsonPath().getList("items.kind").stream()
                        .sorted()
                        .toList());
    }

    @Test
    void all_words_must_occur_unless_the_search_says_otherwise() {
        remember(ALesson.of("op_both").brief("Bollinger bands with stochastic turns"));
        remember(ALesson.of("op_one").brief("Bollinger bands"));
        assertEquals(List.of("op_both"), found("q", "stochastics band").getList("items.id"));
        assertEquals(List.of("op_one"), found("q", "band -stochastic").getList("items.id"));
        assertEquals(
                2, found("q", "stochastic or bollinger").getList("items.id").size());
        assertEquals(List.of("op_both"), found("q", "\"stochastic turn\"").getList("items.id"));
        assertEquals(List.of(), found("q", "\"turn stochastic\"").getList("items.id"));
    }

    @Test
    void the_limit_cuts_what_is_less_relevant() {
        IntStream.range(0, 5)
                .forEach(i -> remember(ALesson.of("op_" + i).brief("Volume").weakness("Breakouts fail")));
        remember(ALesson.of("op_best").brief("Breakouts"));
        search("q", "breakouts", "limit", "1").body("items.id", contains("op_best"));
        search("q", "breakouts", "limit", "3").body("items", hasSize(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' & | ! :* <script>",
                "'; DROP TABLE memory_note; --",
                "%' OR 1=1",
                "\\",
                "\"",
                "((((",
                "a:*B & !c <-> d",
                "the",
                "-",
                "- - -",
                "🙂",
                "\ud800"
            })
    void a_search_may_hold_anything(String words) {
        aMemory();
        try (LogWatch log = new LogWatch()) {
            search("q", words).statusCode(200).body("items", empty());
            log.assertQuiet();
        }
    }

    @Test
    void what_was_remembered_cannot_become_markup() {
        remember(ALesson.of("op_evil")
                .brief("<script>alert('breakout')</script> <b onclick=x>breakout</b> < 3 > 2")
                .supposes("<img src=x onerror=alert(1)> breakout"));
        JsonPath items = found("q", "breakout");
        assertEquals(2, items.getList("items").size());
        items.getList("items.snippet", String.class).forEach(snippet -> {
            assertTrue(snippet.contains("«breakout»"), snippet);
            assertFalse(snippet.contains("<") || snippet.contains(">"), snippet);
        });
    }

    @Test
    void a_snippet_is_what_is_short_in_full_and_of_what_is_long_the_places_where_the_words_are() {
        String filler = "much is said here that nobody looks for ".repeat(20);
        remember(ALesson.of("op_long")
                .brief(filler + "breakouts of the channel " + filler)
                .supposes("Most breakouts fail."));
        JsonPath items = found("q", "breakout");
        assertEquals("Most «breakouts» fail.", items.getString("items.find { it.kind == 'hypothesis' }.snippet"));
        String snippet = items.getString("items.find { it.kind == 'experiment' }.snippet");
        assertTrue(snippet.contains("«breakouts» of the channel") && snippet.length() < 200, snippet);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            kind=experiment                   | q
            q=                                | q
            q=%20%20                          | q
            q=a%00b                           | q
            q=rsi&kind=note                   | kind
            q=rsi&kind=Experiment             | kind
            q=rsi&status=maybe                | status
            q=rsi&kind=experiment&status=untested | status
            q=rsi&kind=hypothesis&status=poor | status
            q=rsi&limit=0                     | limit
            q=rsi&limit=101                   | limit
            q=rsi&limit=many                  | limit
            q=rsi&limit=99999999999           | limit
            q=rsi&colour=red                  | colour
            """)
    void a_search_that_cannot_be_understood_names_what_is_wrong(String query, String field) {
        given().urlEncodingEnabled(false)
                .get("/api/v1/memory?" + query)
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("invalid_request"))
                .body("violations.field", contains(field));
    }

    @Test
    void a_search_has_at_most_500_characters() {
        search("q", "ä".repeat(500)).statusCode(200);
        search("q", "x".repeat(501))
                .statusCode(400)
                .body("violations.field", contains("q"))
                .body("detail", containsString("500"));
    }

    @Test
    void a_search_is_one_statement_however_much_it_finds() {
        database.sql("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        aMemory();
        assertEquals(1, statementsOfASearch());
        IntStream.range(0, 30).forEach(i -> remember(ALesson.of("op_" + i).supposes("RSI " + i)));
        assertEquals(1, statementsOfASearch());
    }

    private long statementsOfASearch() {
        database.number("SELECT count(*) FROM (SELECT pg_stat_statements_reset()) reset");
        search("q", "rsi").statusCode(200);
        return database.number("""
                SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
                WHERE toplevel AND query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE 'SET %'
                  AND query NOT LIKE 'SHOW %'
                """);
    }
}
