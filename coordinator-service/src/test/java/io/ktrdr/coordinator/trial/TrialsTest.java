package io.ktrdr.coordinator.trial;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.NoStub;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.job.BacktestJob;
import io.ktrdr.quant.job.Control;
import io.ktrdr.quant.job.JobResult;
import io.ktrdr.quant.job.TrainingJob;
import io.ktrdr.testservices.Undisturbed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is tried is counted, what is found is judged by it, and both can be looked up; with real trainings and backtests. */
@QuarkusTest
@TestProfile(NoStub.class)
class TrialsTest extends CoordinatorTest {
    private static final Control QUIET = new Undisturbed();

    private String dataset = "";

    @BeforeEach
    void begin() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        dataset = importBars("TEST-USD", 2_000);
    }

    private static String importBars(String symbol, int howMany) {
        Bars bars = SyntheticBars.autoregressive(3, howMany, Timeframe.parse("4h"), 0.02, 0.3);
        StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
        for (int i = 0; i < bars.size(); i++) {
            csv.append(Instant.ofEpochMilli(bars.openTime(i)) + "," + bars.open(i) + "," + bars.high(i) + ","
                    + bars.low(i) + "," + bars.close(i) + "," + bars.volume(i) + "\n");
        }
        return given().contentType("text/csv")
                .body(csv.toString())
                .post("/api/v1/datasets?symbol=" + symbol + "&timeframe=4h")
                .then()
                .statusCode(200)
                .extract()
                .path("sha256");
    }

    private static String strategy(String name) {
        return """
                schema_version: 1
                name: %s
                indicators:
                  - {name: roc, params: {period: 1}, feature: last}
                label: {horizon: 1}
                model: {type: mlp, hidden_layers: [], epochs: 20, patience: 20}
                rules: {long_above: 0.52, short_below: 0.48}
                """.formatted(name);
    }

    private String begun(String name, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("strategy", strategy(name));
        body.putIfAbsent("seed", 7);
        body.put("force", true);
        String id = tryTrigger(body).statusCode(202).extract().path("operation_id");
        loop.turnUntilQuiet();
        return id;
    }

    /** As a worker does it. */
    private void work(String research, String type) {
        work(research, type, result -> {});
    }

    /** As a worker does it that reports something else. */
    private void work(String research, String type, Consumer<ObjectNode> change) {
        StartJob job = started(child(research, type));
        JobResult done = type.equals("training")
                ? TrainingJob.run(job.spec(), TrialsTest::artifact, null, QUIET)
                : BacktestJob.run(job.spec(), TrialsTest::artifact, null, QUIET);
        done.artifacts().values().forEach(TrialsTest::store);
        ObjectNode result = done.result().deepCopy();
        change.accept(result);
        report(job, completion(job, result.toString())).statusCode(200);
        loop.turnUntilQuiet();
    }

    private static byte[] artifact(String sha256) {
        return given().get("/api/v1/artifacts/" + sha256)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    private static void store(byte[] bytes) {
        given().contentType("application/octet-stream")
                .body(bytes)
                .put("/api/v1/artifacts/" + Sha256.of(bytes))
                .then()
                .statusCode(204);
    }

    private String completed(String name, Map<String, ?> more) {
        String id = begun(name, more);
        work(id, "training");
        work(id, "backtesting");
        show(id).body("status", equalTo("completed"));
        return id;
    }

    private int trials() {
        return get("/api/v1/trials?dataset=" + dataset)
                .statusCode(200)
                .extract()
                .path("counts[0].trials");
    }

    @Test
    void whatever_became_of_a_trial_it_counts() {
        String completed = completed("completed", Map.of("requested_by", "Ada"));
        String cancelled = begun("cancelled", Map.of());
        cancel(cancelled);
        String rejected = begun("rejected", Map.of());
        work(rejected, "training", result -> result.put("accuracy", 0.05));
        String underWay = begun("under_way", Map.of());
        get("/api/v1/trials?dataset=TEST-USD/4h")
                .statusCode(200)
                .body("counts", hasSize(1))
                .body("counts[0].dataset_sha256", equalTo(dataset))
                .body("counts[0].market", equalTo("TEST-USD/4h"))
                .body("counts[0].trials", equalTo(4))
                .body("counts[0].under_way", equalTo(1))
                .body("counts[0].with_returns", equalTo(1))
                .body("counts[0].holdout_readings", equalTo(0))
                .body("items.research_id", contains(rejected, cancelled, completed))
                .body("items.outcome", contains("gate_rejected", "cancelled", "completed"))
                .body("items[2].requested_by", equalTo("Ada"))
                .body("items[2].sharpe", notNullValue())
                .body("items[2].bars", greaterThan(300))
                .body("items[0].sharpe", nullValue());
        cancel(underWay);
        assertEquals(4, trials());
        assertNothingFound();
    }

    @Test
    void the_same_again_is_no_new_trial_but_another_seed_is() {
        completed("one", Map.of());
        completed("one", Map.of());
        assertEquals(1, trials());
        completed("one", Map.of("seed", 8));
        assertEquals(2, trials());
    }

    @Test
    void trials_on_other_data_of_the_same_symbol_are_told_but_not_counted() {
        completed("one", Map.of());
        String shorter = importBars("TEST-USD", 1_999);
        completed("one", Map.of("dataset", shorter));
        get("/api/v1/trials?dataset=" + shorter)
                .body("counts[0].trials", equalTo(1))
                .body("counts[0].elsewhere", equalTo(1));
        get("/api/v1/trials").body("counts.dataset_sha256", contains(shorter, dataset));
    }

    @Test
    void nothing_that_was_reported_keeps_a_research_from_ending_as_a_trial() {
        String id = begun("strange", Map.of());
        work(id, "training");
        work(id, "backtesting", result -> {
            ObjectNode inference = (ObjectNode) result.path("statistics").path("inference");
            inference
                    .put("bars", "many")
                    .put("skewness", new BigDecimal("1e400"))
                    .put("kurtosis", new BigDecimal("1e-400"));
            inference.put("sharpe_per_bar", "none");
            result.withObject("/statistics/blocks").putArray("sums").add("x").addNull();
        });
        show(id).body("status", equalTo("completed"));
        get("/api/v1/trials").body("items.research_id", contains(id)).body("items[0].bars", nullValue());
        get("/api/v1/leaderboard").statusCode(200).body("items[0].standings", hasSize(0));
        String other = begun("other", Map.of());
        database.sql(
                "UPDATE operation SET result = ?::json WHERE id = ?",
                "{\"dataset\": {\"sha256\": \"\\ud800\"}}",
                child(other, "agent_design"));
        cancel(other);
        assertEquals("cancelled", statusOf(other));
    }

    @Test
    void nobody_deletes_a_trial() {
        String id = completed("one", Map.of());
        for (String sql : List.of(
                "DELETE FROM trial",
                "UPDATE trial SET outcome = 'failed'",
                "TRUNCATE trial",
                "DELETE FROM operation")) {
            assertThrows(RuntimeException.class, () -> database.sql(sql), sql);
        }
        get("/api/v1/trials").body("items.research_id", contains(id));
    }

    @Test
    void a_result_is_judged_among_all_that_was_tried_before_and_sinks_with_what_comes_after() {
        String first = completed("first", Map.of());
        float alone = show(first)
                .body("result.deflation.trials", equalTo(1))
                .body("result.deflation.overfitting_probability", notNullValue())
                .body("result.statistics.inference.bars", notNullValue())
                .body("result.statistics.leaks.look_ahead.violations", equalTo(0))
                .body("result.gates.gate", contains("training", "backtest"))
                .body("result.gates.profile", contains("lenient", "lenient"))
                .extract()
                .path("result.deflation.deflated_sharpe");
        for (int i = 0; i < 5; i++) {
            cancel(begun("vain_" + i, Map.of()));
        }
        String second = completed("second", Map.of("seed", 9));
        show(second)
                .body("result.deflation.trials", equalTo(7))
                .body("result.deflation.trials_with_returns", equalTo(2));
        var board = get("/api/v1/leaderboard?dataset=" + dataset)
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].count.trials", equalTo(7))
                .body("items[0].overfitting_probability", notNullValue())
                .body("items[0].expected_maximum_sharpe", notNullValue())
                .body("items[0].standings.rank", contains(1, 2))
                .body("items[0].standings.research_id", hasItems(first, second))
                .body("items[0].standings.look_ahead", contains("clean", "clean"));
        String place = "items[0].standings.find { it.research_id == '" + first + "' }.";
        assertEquals(alone, (float) board.extract().path(place + "deflated_then"), 1e-6);
        assertEquals(1, (int) board.extract().path(place + "trials_then"));
        float now = board.extract().path(place + "deflated");
        float probabilistic = board.extract().path(place + "probabilistic");
        assertTrue(now <= alone && alone <= probabilistic + 1e-6, now + " " + alone + " " + probabilistic);
    }

    @Test
    void strict_gates_are_strict_and_who_bypasses_them_is_named() {
        String strict = completed("strict", Map.of("gates", "strict"));
        show(strict)
                .body("result.gate_profile", equalTo("strict"))
                .body("result.gates[1].profile", equalTo("strict"))
                .body("result.gates[1].checks.name", hasItems("deflated_sharpe", "trades", "return_at_twice_cost"));
        String bypassed =
                begun("bypassed", Map.of("gates", "strict", "bypass_gates", "to see it fail", "requested_by", "Ada"));
        work(bypassed, "training", result -> result.put("accuracy", 0.05));
        assertEquals("backtesting", phaseOf(bypassed));
        cancel(bypassed);
    }

    @Test
    void a_bypass_without_a_name_and_gates_that_there_are_not_are_refused() {
        tryTrigger(Map.of("brief", "b", "bypass_gates", "why not"))
                .statusCode(400)
                .body("violations.field", contains("requested_by"));
        tryTrigger(Map.of("brief", "b", "gates", "loose")).statusCode(400).body("violations.field", hasItem("gates"));
        assertEquals(0, database.number("SELECT count(*) FROM operation"));
    }

    @Test
    void a_research_is_reproduced_bit_for_bit_and_what_differs_is_said() {
        String original = completed("original", Map.of());
        String again = post("/api/v1/researches/" + original + "/reproduce", null)
                .statusCode(202)
                .extract()
                .path("operation_id");
        loop.turnUntilQuiet();
        work(again, "training");
        work(again, "backtesting");
        show(again)
                .body("status", equalTo("completed"))
                .body("retry_of", equalTo(original))
                .body("result.reproduction.of", equalTo(original))
                .body("result.reproduction.identical", equalTo(true))
                .body("result.reproduction.compared", greaterThan(50))
                .body("result.assessment", nullValue());
        assertEquals(1, trials());
        assertEquals(1, database.number("SELECT count(*) FROM memory_note"));

        String other = post("/api/v1/researches/" + original + "/reproduce", Map.of("requested_by", "Ada"))
                .statusCode(202)
                .extract()
                .path("operation_id");
        loop.turnUntilQuiet();
        work(other, "training");
        work(other, "backtesting", result -> ((ObjectNode) result.path("backtest")).put("trades", 1));
        show(other)
                .body("result.reproduction.identical", equalTo(false))
                .body("result.reproduction.differences.what", contains("backtest.trades"))
                .body("result.reproduction.differences[0].again", equalTo(1));
        post("/api/v1/researches/" + again + "/reproduce", null)
                .statusCode(409)
                .body("detail", startsWith(again + " is itself a run of " + original));
        post("/api/v1/operations/" + again + "/retry", null)
                .statusCode(409)
                .body("detail", startsWith(again + " is itself a run of " + original));
    }

    @Test
    void each_look_at_what_is_held_out_is_counted_before_it_happens() {
        String original = completed("original", Map.of());
        String reading = post(
                        "/api/v1/researches/" + original + "/holdout",
                        Map.of("reason", "before the money goes in", "requested_by", "Ada"))
                .statusCode(202)
                .extract()
                .path("operation_id");
        get("/api/v1/trials").body("counts[0].holdout_readings", equalTo(1));
        loop.turnUntilQuiet();
        JsonNode spec = Json.parse(started(child(reading, "backtesting")).spec());
        assertEquals("holdout", spec.path("evaluate").asText());
        work(reading, "backtesting");
        show(reading)
                .body("status", equalTo("completed"))
                .body("result.holdout.of", equalTo(original))
                .body("result.holdout.reading", equalTo(1))
                .body("result.holdout.by", equalTo("Ada"))
                .body("result.holdout.reason", equalTo("before the money goes in"))
                .body("result.statistics.window", equalTo("holdout"));
        String second = post(
                        "/api/v1/researches/" + original + "/holdout", Map.of("reason", "again", "requested_by", "Bob"))
                .statusCode(202)
                .extract()
                .path("operation_id");
        cancel(second);
        for (String phase : List.of("designing", "backtesting")) {
            post("/api/v1/operations/" + reading + "/retry", Map.of("from_phase", phase))
                    .statusCode(409)
                    .body("detail", startsWith(reading + " is itself a run of " + original));
        }
        assertEquals(1, trials());
        get("/api/v1/trials")
                .body("counts[0].holdout_readings", equalTo(2))
                .body("items.research_id", contains(original));
        assertNothingFound();
    }

    @Test
    void results_of_the_test_window_are_not_taken_for_the_holdouts() {
        String original = completed("original", Map.of());
        String reading = post(
                        "/api/v1/researches/" + original + "/holdout", Map.of("reason", "r", "requested_by", "Ada"))
                .statusCode(202)
                .extract()
                .path("operation_id");
        loop.turnUntilQuiet();
        // a worker of a former release ignores what it does not know
        work(reading, "backtesting", result -> result.remove("statistics"));
        show(reading).body("status", equalTo("failed")).body("error_message", containsString("has not read"));
    }

    @Test
    void the_holdout_is_opened_to_nobody_who_does_not_say_who_and_why() {
        String original = completed("original", Map.of());
        post("/api/v1/researches/" + original + "/holdout", null)
                .statusCode(400)
                .body("violations.field", contains("reason", "requested_by"));
        String cancelled = begun("cancelled", Map.of());
        cancel(cancelled);
        post("/api/v1/researches/" + cancelled + "/holdout", Map.of("reason", "r", "requested_by", "Ada"))
                .statusCode(409);
        post("/api/v1/researches/op_nothing0000/holdout", Map.of("reason", "r", "requested_by", "Ada"))
                .statusCode(404);
        post("/api/v1/researches/" + child(original, "training") + "/reproduce", null)
                .statusCode(400);
        get("/api/v1/trials").body("counts[0].holdout_readings", equalTo(0));
    }

    @Test
    void questions_that_cannot_be_answered_are_refused() {
        get("/api/v1/trials?dataset=NONE/1h").statusCode(400);
        get("/api/v1/leaderboard?dataset=nonsense").statusCode(400);
        get("/api/v1/trials?limit=0").statusCode(400);
        get("/api/v1/leaderboard?limit=501").statusCode(400);
        get("/api/v1/leaderboard?of=me").statusCode(400);
        get("/api/v1/leaderboard").statusCode(200).body("items", hasSize(0));
    }
}
