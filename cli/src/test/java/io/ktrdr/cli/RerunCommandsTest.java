package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reproductions and readings of the held out data. */
@QuarkusTest
class RerunCommandsTest extends CommandTest {
    private static final String REPRODUCE = "POST /api/v1/researches/op_old123/reproduce";
    private static final String HOLDOUT = "POST /api/v1/researches/op_old123/holdout";
    private static final String ACCEPTED = """
            {"operation_id": "op_new456", "status": "pending", "message": "Research triggered"}""";

    private JsonNode sent() throws Exception {
        return json.readTree(coordinator.asked().getFirst().body());
    }

    private void ends(String moreOfResult) {
        coordinator.on(
                "GET /api/v1/operations/op_new456",
                200,
                Bodies.research("op_new456", "completed", "assessing", ", \"result\": {" + moreOfResult + "}"));
    }

    @Test
    void a_reproduction_is_triggered_once_and_recorded_with_a_name() throws Exception {
        coordinator.on(REPRODUCE, 202, ACCEPTED);
        Run run = run("research", "reproduce", "op_old123", "--queue", "--requested-by", "ada");
        assertEquals("Reproduction of op_old123 triggered: op_new456\n", run.out());
        assertEquals(0, run.exitCode());
        assertEquals("ada", sent().path("requested_by").asText());
        assertTrue(sent().path("queue").asBoolean());
        assertFalse(coordinator.asked().getFirst().header("Idempotency-key").isEmpty());
    }

    @Test
    void what_comes_out_the_same_is_said_to() {
        coordinator.on(REPRODUCE, 202, ACCEPTED);
        ends("\"reproduction\": {\"of\": \"op_old123\", \"identical\": true, \"differences\": []}");
        Run run = run("research", "reproduce", "op_old123", "--wait");
        assertEquals(0, run.exitCode());
        assertEquals("Bit for bit identical to op_old123", run.outLines().getLast());
    }

    @Test
    void what_differs_is_named_and_told_to_scripts_by_the_exit_code() throws Exception {
        coordinator.on(REPRODUCE, 202, ACCEPTED);
        ends("""
                "reproduction": {"of": "op_old123", "identical": false, "differences": [
                  {"what": "model", "original": "aaaa", "again": "bbbb"},
                  {"what": "backtest.sharpe", "original": 1.25, "again": null}]}""");
        Run run = run("research", "reproduce", "op_old123", "--wait");
        assertEquals(8, run.exitCode());
        assertEquals(
                List.of(
                        "Not identical to op_old123:",
                        "  WHAT             ORIGINAL  AGAIN",
                        "  model            aaaa      bbbb",
                        "  backtest.sharpe  1.25      -"),
                run.outLines().subList(1, 5));
        Run asJson = run("research", "reproduce", "op_old123", "--wait", "--json");
        assertEquals(8, asJson.exitCode());
        assertFalse(
                json.readTree(asJson.out()).at("/result/reproduction/identical").asBoolean(true));
    }

    @Test
    void a_result_that_does_not_say_is_not_taken_for_identical() {
        coordinator.on(REPRODUCE, 202, ACCEPTED);
        ends("");
        assertEquals(8, run("research", "reproduce", "op_old123", "--wait").exitCode());
    }

    @Test
    void refusals_have_the_exit_codes_of_a_trigger() {
        coordinator.on(REPRODUCE, 429, Bodies.problem(429, "at_capacity", "full", "\"active\": 5", "\"limit\": 5"));
        coordinator.on(REPRODUCE, 409, Bodies.problem(409, "illegal_state", "op_old123 is running"));
        assertEquals(5, run("research", "reproduce", "op_old123").exitCode());
        Run running = run("research", "reproduce", "op_old123");
        assertEquals(4, running.exitCode());
        assertEquals("op_old123 is running\n", running.err());
        assertEquals(3, run("research", "reproduce", "op_nobody").exitCode());
    }

    @Test
    void held_out_data_are_read_with_a_reason_and_a_name_only() throws Exception {
        Run without = run("research", "holdout", "op_old123");
        assertEquals(2, without.exitCode());
        assertTrue(without.err().contains("--reason"), without.err());
        assertEquals(2, run("research", "holdout", "op_old123", "--reason", " ").exitCode());
        assertTrue(coordinator.asked().isEmpty());

        coordinator.on(HOLDOUT, 202, ACCEPTED);
        Run run = run("research", "holdout", "op_old123", "--reason", "before it goes live");
        assertEquals("Holdout reading of op_old123 triggered: op_new456\n", run.out());
        assertEquals("before it goes live", sent().path("reason").asText());
        assertEquals(
                System.getProperty("user.name"), sent().path("requested_by").asText());
    }

    @Test
    void a_reading_is_shown_beside_the_test_window_and_with_its_number() {
        coordinator
                .on(HOLDOUT, 202, ACCEPTED)
                .on(
                        "GET /api/v1/operations/op_old123",
                        200,
                        Bodies.research("op_old123", "completed", "assessing", Bodies.result()));
        ends("""
                "holdout": {"of": "op_old123", "reading": 2, "by": "ada", "reason": "before it goes live"},
                "backtest": {"total_return": 0.03, "sharpe": 0.4, "max_drawdown": 0.021, "trades": 4}""");
        Run run = run("research", "holdout", "op_old123", "--reason", "r", "--wait");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("""
                Holdout reading of op_old123 triggered: op_new456
                Reading 2 of the held out data, for op_old123, by ada: before it goes live
                It has been read before: whoever chose by that has fitted to it, and it is no longer out of sample
                            TEST WINDOW  HELD OUT
                  Return    -1.20%       +3.00%
                  Sharpe    -0.80        0.40
                  Drawdown  5.0%         2.1%
                  Trades    12           4
                """, run.out());
    }

    @Test
    void a_research_is_shown_with_what_its_numbers_are_worth() {
        String statistics = """
                , "requested_by": "ada", "gate_profile": "strict", "designer_knowledge_cutoff": "2025-03-01",
                "statistics": {"window": "test", "inference": {"bars": 900, "sharpe_low": -1.5, "sharpe_high": 0.2,
                  "confidence": 0.95, "probabilistic_sharpe": 0.12, "minimum_track_record_bars": null},
                 "costs": {"own_bps": 7, "sweep": [{"cost_bps": 0, "total_return": 0.01, "sharpe": 0.1},
                  {"cost_bps": 7, "total_return": -0.012, "sharpe": -0.8}], "return_at_twice_cost": -0.03,
                  "break_even_bps": 3.5},
                 "leaks": {"look_ahead": {"points": 8, "violations": 3, "first_violation": "2013-12-01T00:00:00Z"},
                  "too_good": {"suspected": true, "reasons": ["Sharpe ratio above 5"]}},
                 "knowledge": {"cutoff": "2025-03-01", "bars_before": 900, "bars_after": 0, "before": {"sharpe": -0.8},
                  "after": null}},
                "deflation": {"trials": 212, "expected_maximum_sharpe": 1.1, "deflated_sharpe": 0.0123,
                  "overfitting_probability": 0.35, "compared_with": 190, "holdout_readings": 3}, "code_version\"""";
        String body = Bodies.result()
                .replace(", \"code_version\"", statistics)
                .replace(
                        "\"passed\": true, \"checks\"",
                        "\"passed\": false, \"bypass\": {\"by\": \"ada\", \"reason\": \"curious\"}, \"checks\"");
        coordinator.on("GET /api/v1/operations/op_1", 200, Bodies.research("op_1", "completed", "assessing", body));
        String shown = run("research", "show", "op_1").out();
        for (String line : List.of(
                "Model knows until  2025-03-01",
                "Asked by           ada",
                "Gates              strict",
                "LOOKS AHEAD: 3 of 8 sampled decisions change when later bars are taken away, first at 2013-12-01T00:00:00Z",
                "TOO GOOD: rather a leak than skill: Sharpe ratio above 5",
                "  bypassed by ada: curious",
                "  Interval       -1.50 to 0.20 a year with 95 % confidence, from 900 bars",
                "  Probabilistic  0.1200  (that it is above 0, had this been the only trial)",
                "  Track record   no length would be enough",
                "  Deflated       0.0123  (that it is above 1.10 a year, the best of so many by luck; as of N = 212 trials)",
                "  Overfitting    35.0%  (that the best of it and 190 others, placebos included, is below the median afterwards)",
                "  Holdout        read 3 times so far",
                "  Costs          0 bps +1.00%, 7 bps -1.20%",
                "  At twice       -3.00%",
                "  Break-even     3.5 bps per fill, has 7 bps",
                "  Designer knew  until 2025-03-01: Sharpe -0.80 on the 900 bars before, - on the 0 after")) {
            assertTrue(shown.lines().anyMatch(line::equals), line + "\nis not in\n" + shown);
        }
        assertFalse(shown.contains("Look-ahead"), shown);
    }

    @Test
    void two_researches_are_compared() throws Exception {
        coordinator
                .on(
                        "GET /api/v1/operations/op_1",
                        200,
                        Bodies.research("op_1", "completed", "assessing", Bodies.result()))
                .on(
                        "GET /api/v1/operations/op_2",
                        200,
                        Bodies.research(
                                "op_2",
                                "completed",
                                "assessing",
                                Bodies.result().replace("rsi_7", "rsi_9")))
                .on("GET /api/v1/operations/op_3", 200, Bodies.research("op_3", "running", "training", ""));
        Run run = run("research", "compare", "op_1", "op_2");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.outLines().contains("Comparable: both were measured on the same bars"), run.out());
        assertTrue(run.outLines().contains("-name: rsi_7"), run.out());
        assertTrue(run.outLines().contains("+name: rsi_9"), run.out());
        JsonNode document = json.readTree(
                run("research", "compare", "op_1", "op_2", "--json").out());
        assertTrue(document.path("comparable").asBoolean());
        assertEquals(-0.012, document.at("/metrics/0/one").asDouble(), document.toString());
        Run unfinished = run("research", "compare", "op_1", "op_3");
        assertEquals(4, unfinished.exitCode());
        assertEquals("op_3 has no result to compare: it is running\n", unfinished.err());
        assertEquals(2, run("research", "compare", "op_1").exitCode());
    }
}
