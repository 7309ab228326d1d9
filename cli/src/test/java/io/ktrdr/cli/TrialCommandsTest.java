package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The ledger and the leaderboard. */
@QuarkusTest
class TrialCommandsTest extends CommandTest {
    private static final String SHA = "0123456789abcdef".repeat(4);

    private static String count(String market, int trials, int underWay, int elsewhere, int readings) {
        return """
                {"dataset_sha256": "%s", "market": %s, "trials": %d, "under_way": %d, "with_returns": 190,
                 "elsewhere": %d, "holdout_readings": %d}""".formatted(SHA, market, trials, underWay, elsewhere, readings);
    }

    private static String standing(int rank, String id, String more) {
        return """
                {"rank": %d, "research_id": "%s", "strategy_name": "rsi_7", "family": "rsi", "requested_by": "ada",
                 "sharpe": 1.234, "trades": 61, "probabilistic": 0.99123, "deflated": 0.94961, "ended_at":
                 "2026-01-02T03:04:05Z", %s}""".formatted(rank, id, more);
    }

    private static String board(String overfitting, String... standings) {
        return """
                {"items": [{"count": %s, "expected_maximum_sharpe": 1.1, "overfitting_probability": %s,
                 "standings": [%s]}]}""".formatted(count("\"BTC-USD/4h\"", 212, 2, 40, 3), overfitting, String.join(", ", standings));
    }

    @Test
    void the_leaderboard_says_as_of_how_many_trials_who_fell_and_what_speaks_against_whom() {
        coordinator.on(
                "GET /api/v1/leaderboard",
                200,
                board(
                        "0.35",
                        standing(
                                1,
                                "op_a",
                                "\"deflated_then\": 0.9712, \"trials_then\": 46, \"fell\": true, \"look_ahead\": \"clean\","
                                        + " \"too_good\": false, \"verdict\": \"promising\""),
                        standing(2, "op_b", "\"fell\": false, \"look_ahead\": \"violated\", \"too_good\": true"),
                        standing(3, "op_c", "\"fell\": false, \"look_ahead\": \"unchecked\", \"too_good\": false")));
        Run run = run("research", "leaderboard");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("""
                BTC-USD/4h  (sha256 0123456789ab)
                  as of N = 212 trials, 190 backtested, 2 under way, and 40 more on other datasets of the same symbol; held out data read 3 times
                  the best of them would be expected to show a Sharpe ratio of 1.10 a year without any skill
                  probability of backtest overfitting of picking the best: 35.0%
                RANK  RESEARCH  STRATEGY  FAMILY  BY   SHARPE  TRADES  PROBABILISTIC  DEFLATED  THEN             VERDICT    NOTE
                1     op_a      rsi_7     rsi     ada  1.23    61      0.9912         0.9496    0.9712 (N = 46)  promising  FELL
                2     op_b      rsi_7     rsi     ada  1.23    61      0.9912         0.9496    -                -          LOOKS AHEAD, TOO GOOD
                3     op_c      rsi_7     rsi     ada  1.23    61      0.9912         0.9496    -                -          look-ahead unchecked
                Fell below 0.95 since they were assessed:
                  op_a rsi_7: 0.9712 (N = 46) then, 0.9496 now

                Deflated: the chance that the true Sharpe ratio beats what the best of all N trials would show by luck; only 0.95 and more is evidence of skill, and it falls as N grows.
                """, run.out());
    }

    @Test
    void the_leaderboard_of_one_dataset_is_asked_for_by_name_and_told_to_programs_whole() throws Exception {
        coordinator.on(
                "GET /api/v1/leaderboard?dataset=BTC-USD%2F4h&limit=5",
                200,
                board("null", standing(1, "op_a", "\"fell\": false, \"look_ahead\": \"clean\", \"too_good\": false")));
        String[] question = {"research", "leaderboard", "--dataset", "BTC-USD/4h", "--limit", "5"};
        Run run = run(question);
        assertTrue(run.out().contains("not known, too few on the same bars"), run.out());
        JsonNode document = json.readTree(run(with(question, "--json")).out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals(0.94961, document.at("/items/0/standings/0/deflated").asDouble());
        assertEquals("op_a\n", run(with(question, "-q")).out());
    }

    @Test
    void where_nothing_was_tried_that_is_said() {
        coordinator
                .on("GET /api/v1/leaderboard", 200, "{\"items\": []}")
                .on("GET /api/v1/trials", 200, "{\"counts\": [], \"items\": []}");
        assertEquals(
                "Nothing has been tried yet\n", run("research", "leaderboard").out());
        assertEquals("Nothing has been tried yet\n", run("research", "trials").out());
    }

    @Test
    void the_ledger_shows_every_trial_under_the_counts() throws Exception {
        coordinator.on(
                "GET /api/v1/trials?dataset=BTC-USD%2F4h",
                200, """
                {"counts": [%s], "items": [
                  {"research_id": "op_b", "outcome": "gate_rejected", "dataset_sha256": "%2$s", "market": "BTC-USD/4h",
                   "strategy_name": "macd_1", "family": null, "strategy_sha256": "s", "seed": 7, "requested_by": null,
                   "reproduces": null, "sharpe": null, "bars": null, "trades": null, "returns_artifact": null,
                   "ended_at": "2026-01-03T00:00:00.5Z"},
                  {"research_id": "op_a", "outcome": "completed", "dataset_sha256": "%2$s", "market": "BTC-USD/4h",
                   "strategy_name": "rsi_7", "family": "rsi", "strategy_sha256": "s", "seed": 7, "requested_by": "ada",
                   "reproduces": "op_0", "sharpe": -0.5, "bars": 900, "trades": 12, "returns_artifact": "r",
                   "ended_at": "2026-01-02T00:00:00Z"}]}""".formatted(count("\"BTC-USD/4h\"", 1, 0, 0, 1), SHA));
        String[] question = {"research", "trials", "--dataset", "BTC-USD/4h"};
        assertEquals("""
                BTC-USD/4h  (sha256 0123456789ab)  N = 1 trial, 190 backtested; held out data read once

                RESEARCH  STRATEGY  FAMILY  BY   OUTCOME        SHARPE  BARS  TRADES  DATASET     ENDED                 NOTE
                op_b      macd_1    -       -    gate_rejected  -       -     -       BTC-USD/4h  2026-01-03T00:00:00Z
                op_a      rsi_7     rsi     ada  completed      -0.50   900   12      BTC-USD/4h  2026-01-02T00:00:00Z  reproduces op_0
                """, run(question).out());
        assertEquals("op_b\nop_a\n", run(with(question, "-q")).out());
        assertEquals(
                "gate_rejected",
                json.readTree(run(with(question, "--json")).out())
                        .at("/items/0/outcome")
                        .asText());
    }

    @Test
    void a_dataset_that_there_is_none_of_is_one_line_and_a_usage_error() {
        coordinator.on(
                "GET /api/v1/trials?dataset=X%2F1m",
                400, Bodies.problem(400, "invalid_request", "dataset: there is no X/1m"));
        Run run = run("research", "trials", "--dataset", "X/1m");
        assertEquals(2, run.exitCode());
        assertEquals("dataset: there is no X/1m\n", run.err());
    }

    private static String[] with(String[] words, String more) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = more;
        return all;
    }
}
