package io.ktrdr.coordinator;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people may send by mistake or malice: each a clear problem, nothing changed, nothing in the log above WARN. */
@QuarkusTest
class BadInputTest extends CoordinatorTest {
    private static final String VALID_STRATEGY = """
            schema_version: 1
            name: last_move
            indicators:
              - {name: roc, params: {period: 1}, feature: last}
            label: {horizon: 1}
            model: {type: mlp, hidden_layers: [], epochs: 3, patience: 3}
            rules: {long_above: 0.52, short_below: 0.48}
            """;

    private LogWatch log = new LogWatch();
    private String before = "";

    @BeforeEach
    void look() {
        log.close();
        log = new LogWatch();
        before = database.everything();
    }

    @AfterEach
    void nothing_changed_and_nothing_above_warn_was_logged() {
        log.close();
        log.assertQuiet();
        assertEquals(before, database.everything());
    }

    private static ValidatableResponse trigger(ContentType type, String body) {
        return given().contentType(type)
                .body(body)
                .post("/api/v1/agent/trigger")
                .then();
    }

    private static ValidatableResponse invalid(ValidatableResponse answer) {
        return answer.statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("invalid_request"))
                .body("status", equalTo(400))
                .body("title", equalTo("Invalid request"))
                .body("type", equalTo("urn:ktrdr:problem:invalid_request"))
                .body("detail", notNullValue());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                   | brief
            {"brief": ""}                                        | brief
            {"brief": "   "}                                     | brief
            {"brief": null}                                      | brief
            {"brief": "a\\u0000b"}                               | brief
            {"brief": 5}                                         | brief
            {"brief": ["a"]}                                     | brief
            {"brief": "b", "strategy": "s"}                      | strategy
            {"strategy": "no_such_strategy"}                     | strategy
            {"strategy": "../../etc/passwd"}                     | strategy
            {"strategy": ""}                                     | strategy
            {"brief": "b", "colour": "red"}                      | colour
            {"brief": "b", "priority": "P9"}                     | priority
            {"brief": "b", "priority": 1}                        | priority
            {"brief": "b", "force": "yes"}                       | force
            {"brief": "b", "force": 1}                           | force
            {"brief": "b", "queue": "true"}                      | queue
            {"brief": "b", "seed": "seven"}                      | seed
            {"brief": "b", "seed": 1.5}                          | seed
            {"brief": "b", "seed": 99999999999999999999}         | seed
            {"brief": "b", "dataset": "BTC-USD/1m"}              | dataset
            {"brief": "b", "dataset": "nonsense"}                | dataset
            {"brief": "b", "dataset": "../../etc/passwd"}        | dataset
            {"brief": "b", "brief": "c"}                         | (body)
            {"brief": "b"                                        | (body)
            {"brief": "b"} trailing                              | (body)
            nonsense                                             | (body)
            []                                                   | (body)
            "text"                                               | (body)
            null                                                 | (body)
            """)
    void a_trigger_that_cannot_be_understood_names_what_is_wrong(String body, String field) {
        invalid(trigger(ContentType.JSON, body)).body("violations.field", hasItem(equalTo(field)));
    }

    @Test
    void a_body_is_required() {
        invalid(given().contentType(ContentType.JSON)
                .post("/api/v1/agent/trigger")
                .then());
    }

    @Test
    void a_brief_of_100_kib_is_too_large() {
        tryTrigger(Map.of("brief", "x".repeat(100 * 1024)))
                .statusCode(413)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("payload_too_large"));
    }

    @Test
    void sixteen_kib_are_bytes_not_characters() {
        tryTrigger(Map.of("brief", "ä".repeat(8 * 1024 + 1))).statusCode(413);
    }

    @Test
    void xml_is_not_understood() {
        trigger(ContentType.XML, "<brief>b</brief>")
                .statusCode(415)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("unsupported_media_type"));
    }

    @Test
    void an_idempotency_key_has_a_bounded_length() {
        invalid(given().contentType(ContentType.JSON)
                        .header("Idempotency-Key", "k".repeat(256))
                        .body(Map.of("brief", "b"))
                        .post("/api/v1/agent/trigger")
                        .then())
                .body("violations.field", hasItem("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/agent/trigger, 405",
        "DELETE, /api/v1/operations/op_abcdef, 405",
        "GET, /api/v1/nothing, 404"
    })
    void there_is_nothing_else_here(String method, String path, int status) {
        given().request(method, path)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("status", equalTo(status));
    }

    @Test
    void a_foreign_host_is_refused() {
        given().header("Host", "evil.example")
                .get("/api/v1/agent/status")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden_host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"op_unknown", "..%2F..%2Fetc%2Fpasswd", "x'%20OR%201=1"})
    void an_unknown_operation_is_not_found(String id) {
        given().urlEncodingEnabled(false).get("/api/v1/operations/" + id).then().statusCode(404);
        given().urlEncodingEnabled(false)
                .post("/api/v1/operations/" + id + "/cancel")
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
    }

    // ---- strategies ----------------------------------------------------------------------------------------------

    private static ValidatableResponse triggerStrategy(String yaml) {
        return tryTrigger(Map.of("strategy", yaml));
    }

    @Test
    void a_strategy_with_an_unknown_indicator_is_told_so() {
        invalid(triggerStrategy(VALID_STRATEGY.replace("roc", "crystal_ball")))
                .body("violations[0].field", startsWith("strategy.indicators"));
    }

    @Test
    void a_billion_laughs_are_not_funny() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) {
            String previous = "*a" + (i - 1);
            yaml.append("a" + i + ": &a" + i + " [" + String.join(", ", Collections.nCopies(10, previous)) + "]\n");
        }
        invalid(triggerStrategy(yaml.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: [unclosed\n",
                "- a\n- list\n",
                "just\ntext\n",
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]\n",
                "name: x\nname: y\n"
            })
    void what_is_no_strategy_is_refused(String yaml) {
        invalid(triggerStrategy(yaml));
    }

    @Test
    void a_strategy_file_is_at_most_64_kib() {
        triggerStrategy("# " + "x".repeat(65 * 1024) + "\n" + VALID_STRATEGY).statusCode(413);
    }

    // ---- data ----------------------------------------------------------------------------------------------------

    private static ValidatableResponse importCsv(String query, String csv) {
        return given().contentType("text/csv")
                .body(csv)
                .post("/api/v1/datasets?" + query)
                .then();
    }

    private static final String HEADER = "timestamp,open,high,low,close,volume\n";
    private static final String NAMED = "symbol=BTC-USD&timeframe=1m";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "timestamp,open,high,low,close,volume",
                HEADER,
                HEADER + "2025-01-01T00:00:00Z,1,2,0.5,many,1\n",
                HEADER + "2025-01-01T00:00:00Z,1,2,0.5,NaN,1\n",
                HEADER + "yesterday,1,2,0.5,1.5,1\n",
                HEADER + "2025-01-01T00:00:00Z,1,2,0.5\n",
                HEADER + "2025-01-01T00:01:00Z,1,2,0.5,1.5,1\n2025-01-01T00:00:00Z,1,2,0.5,1.5,1\n",
                "when,what\n1,2\n",
                "{\"json\": true}",
                "\u0000\u0001\u0002"
            })
    void a_file_that_holds_no_bars_is_refused(String csv) {
        invalid(importCsv(NAMED, csv));
    }

    @ParameterizedTest
    @CsvSource({
        "timeframe=1m, symbol",
        "symbol=BTC-USD, timeframe",
        "symbol=../../etc/passwd&timeframe=1m, symbol",
        "symbol=BTC-USD&timeframe=fortnight, timeframe",
        "symbol=BTC-USD&timeframe=1m&bad_bars=ignore, bad_bars",
        "symbol=BTC-USD&timeframe=1m&colour=red, colour"
    })
    void an_import_without_its_name_is_refused(String query, String field) {
        invalid(importCsv(query, HEADER + "2025-01-01T00:00:00Z,1,2,0.5,1.5,1\n"))
                .body("violations[0].field", equalTo(field));
    }

    @Test
    void an_unknown_dataset_is_not_found() {
        get("/api/v1/datasets/" + "0".repeat(64)).statusCode(404).body("code", equalTo("not_found"));
    }
}
