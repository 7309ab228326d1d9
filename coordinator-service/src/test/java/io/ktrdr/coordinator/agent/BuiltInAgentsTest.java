package io.ktrdr.coordinator.agent;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.NoStub;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The designer and the assessor that come with the coordinator, on data, inside whole researches. */
@QuarkusTest
@TestProfile(NoStub.class)
class BuiltInAgentsTest extends CoordinatorTest {
    private static final String MODEL = Sha256.of("model");
    private static final String TRAINING_RESULT = """
            {"accuracy": 0.56, "loss": 0.67, "epochs": 2,
             "history": [{"epoch": 1, "train_loss": 0.69, "validation_loss": 0.69, "validation_accuracy": 0.52}],
             "majority_accuracy": 0.51, "stopped_early": false, "best_epoch": 2, "initial_loss": 0.69,
             "loss_decrease": 0.03, "evaluated_on": "validation", "train_samples": 1000, "validation_samples": 300,
             "model": "%s"}""".formatted(MODEL);
    private static final String BACKTEST_RESULT = """
            {"backtest": {"total_return": 0.05, "annualized_return": 0.1, "volatility": 0.3, "sharpe": 0.6, "sortino": 0.9,
              "calmar": 0.5, "max_drawdown": 0.12, "win_rate": 0.52, "profit_factor": 1.1, "exposure": 0.4, "trades": 61},
             "baselines": {"buy_and_hold_return": 0.02},
             "artifacts": {"equity_curve": "%s", "trades": "%s"}}""".formatted(Sha256.of("e"), Sha256.of("t"));
    private static final String STRATEGY = """
            schema_version: 1
            name: last_move
            indicators:
              - {name: roc, params: {period: 1}, feature: last}
            label: {horizon: 1}
            model: {type: mlp, hidden_layers: [], epochs: 3, patience: 3}
            rules: {long_above: 0.52, short_below: 0.48}
            """;

    private String dataset = "";

    @BeforeEach
    void importBars() {
        dataset = importBars(3_000);
    }

    private static String importBars(int howMany) {
        Bars bars = SyntheticBars.autoregressive(3, howMany, Timeframe.parse("4h"), 0.01, 0.2);
        StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
        for (int i = 0; i < bars.size(); i++) {
            csv.append(Instant.ofEpochMilli(bars.openTime(i)) + "," + bars.open(i) + "," + bars.high(i) + ","
                    + bars.low(i) + "," + bars.close(i) + "," + bars.volume(i) + "\n");
        }
        return given().contentType("text/csv")
                .body(csv.toString())
                .post("/api/v1/datasets?symbol=TEST-USD&timeframe=4h")
                .then()
                .statusCode(200)
                .extract()
                .path("sha256");
    }

    private JsonNode designOf(String research) {
        return Json.parse(String.valueOf(
                database.text("SELECT result FROM operation WHERE id = ?", child(research, "agent_design"))));
    }

    @Test
    void a_brief_goes_all_the_way_to_a_verdict_and_into_memory() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        String id = inTraining("Explore RSI variations");
        JsonNode order = Json.parse(started(child(id, "training")).spec());
        assertEquals(dataset, order.at("/dataset/sha256").asText());
        completes(id, "training", TRAINING_RESULT);
        loop.turnUntilQuiet();
        assertEquals(
                MODEL,
                Json.parse(started(child(id, "backtesting")).spec())
                        .path("model")
                        .asText());
        completes(id, "backtesting", BACKTEST_RESULT);
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("completed"))
                .body("result.designer", equalTo("template"))
                .body("result.dataset.sha256", equalTo(dataset))
                .body("result.strategy.yaml", notNullValue())
                .body("result.windows.test", notNullValue())
                .body("result.assessment.verdict", notNullValue())
                .body("result.assessment.hypotheses", notNullValue())
                .body("result.backtest.trades", equalTo(61))
                .body("result.baselines.buy_and_hold_return", equalTo(0.02f))
                .body("strategy_name", notNullValue());
        assertEquals(id, database.text("SELECT research_id FROM memory_note"));
        assertEquals(1, database.number("SELECT count(*) FROM strategy"));
        get("/api/v1/memory?q=RSI&kind=experiment")
                .statusCode(200)
                .body("items.id", contains(id))
                .body("items.dataset", contains("TEST-USD/4h"));
        assertEquals(id, database.text("SELECT origin_research FROM hypothesis"));
    }

    @Test
    void what_was_tried_is_not_tried_again_however_much_else_was_tried_since() {
        String tried = seeded();
        loop.turnUntilQuiet();
        String asOften = seeded();
        loop.turnUntilQuiet();
        assertEquals(designOf(tried).at("/strategy/yaml"), designOf(asOften).at("/strategy/yaml"), "not over yet");

        note(
                "op_tried00001",
                "Explore MACD",
                designOf(tried).at("/strategy/sha256").asText(),
                "1 year");
        for (int i = 0; i < 250; i++) {
            note("op_since" + i, "Something else", "0", "1 second");
        }
        String again = seeded();
        loop.turnUntilQuiet();
        assertNotEquals(designOf(tried).at("/strategy/yaml"), designOf(again).at("/strategy/yaml"));
    }

    private void note(String research, String brief, String strategySha256, String age) {
        database.sql("""
                INSERT INTO memory_note (research_id, strategy_name, strategy_sha256, family, dataset_sha256, verdict, note,
                                         created_at, brief)
                VALUES (?, 's', ?, 'f', 'd', 'poor', '{}', now() - ?::interval, ?)
                """, research, strategySha256, age, brief);
    }

    @Test
    void the_same_brief_twice_gives_two_strategies_the_same_seed_one() {
        String one = trigger("Explore RSI variations");
        String other = trigger("Explore RSI variations");
        String seeded = seeded();
        String seededAgain = seeded();
        loop.turnUntilQuiet();
        assertNotEquals(designOf(one).at("/strategy/yaml"), designOf(other).at("/strategy/yaml"));
        assertEquals(
                designOf(seeded).at("/strategy/yaml"), designOf(seededAgain).at("/strategy/yaml"));
    }

    private static String seeded() {
        return tryTrigger(Map.of("brief", "Explore MACD", "seed", 7, "force", true))
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    @Test
    void a_strategy_of_ones_own_is_run_as_it_is_and_known_by_name_from_then_on() {
        String id = tryTrigger(Map.of("strategy", STRATEGY))
                .statusCode(202)
                .extract()
                .path("operation_id");
        loop.turnUntilQuiet();
        assertEquals("user", designOf(id).path("designer").asText());
        assertEquals("last_move", designOf(id).at("/strategy/name").asText());
        String byName = tryTrigger(Map.of("strategy", "last_move", "force", true))
                .statusCode(202)
                .extract()
                .path("operation_id");
        loop.turnUntilQuiet();
        assertEquals(designOf(id).at("/strategy/sha256"), designOf(byName).at("/strategy/sha256"));
        assertEquals(1, database.number("SELECT count(*) FROM strategy"));
    }

    @Test
    void training_that_the_gate_rejects_is_assessed_all_the_same() {
        trainingWorkers("t1");
        String id = inTraining("Momentum");
        completes(id, "training", TRAINING_RESULT.replace("0.56", "0.05"));
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("completed"))
                .body("result.backtest", nullValue())
                .body("result.assessment.verdict", not(in(List.of("promising"))));
    }

    @Test
    void too_few_bars_fail_the_research_with_a_reason_and_no_second_attempt() {
        database.sql("DELETE FROM dataset");
        importBars(20);
        String id = trigger("Explore RSI variations");
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("failed")).body("error_message", notNullValue());
        assertEquals(1, database.number("SELECT count(*) FROM operation WHERE type = 'agent_design'"));
        assertEquals(
                "too_few_bars",
                database.text("SELECT failure_code FROM operation WHERE id = ?", child(id, "agent_design")));
    }

    @Test
    void without_a_dataset_nothing_is_triggered() {
        database.sql("DELETE FROM dataset");
        tryTrigger(Map.of("brief", "b")).statusCode(400).body("violations.field", hasItem("dataset"));
        assertEquals(0, database.number("SELECT count(*) FROM operation"));
    }
}
