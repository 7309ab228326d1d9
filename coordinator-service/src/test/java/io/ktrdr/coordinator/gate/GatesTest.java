package io.ktrdr.coordinator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                0.55  | 0.69 | 0.01  |
                0.10  | 0.8  | -0.5  |
                0.05  | 0.69 | 0.01  | accuracy_below_threshold (5.0% < 10%)
                0.55  | 0.912 | 0.01 | loss_above_threshold (0.912 > 0.8)
                0.55  | 0.69 | -0.6  | loss_decrease_below_threshold (-60.0% < -50%)
                0.05  | 0.9  | 0.01  | accuracy_below_threshold (5.0% < 10%); loss_above_threshold (0.900 > 0.8)
                      | 0.69 | 0.01  | accuracy_missing
                0.55  |      |       | loss_missing; loss_decrease_missing
                NaN   | 0.69 | 0.01  | accuracy_missing
                """)
    void training_gate(
            @Nullable Double accuracy, @Nullable Double loss, @Nullable Double decrease, @Nullable String reason) {
        GateResult result = Gates.training(GateProfile.LENIENT, accuracy, loss, decrease);
        assertEquals(reason, result.reason());
        assertEquals(reason == null, result.passed());
        assertEquals("training", result.gate());
        assertEquals("lenient", result.profile());
        assertEquals(3, result.checks().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                0.5   | 0.2  | 0.7   |
                0.10  | 0.4  | -0.5  |
                0.05  | 0.2  | 0.7   | win_rate_below_threshold (5.0% < 10%)
                0.5   | 0.45 | 0.7   | max_drawdown_above_threshold (45.0% > 40%)
                0.5   | 0.2  | -0.71 | sharpe_below_threshold (-0.710 < -0.5)
                      | 0    |       | win_rate_missing; sharpe_missing
                """)
    void backtest_gate(
            @Nullable Double winRate, @Nullable Double drawdown, @Nullable Double sharpe, @Nullable String reason) {
        GateResult result = lenient(winRate, drawdown, sharpe);
        assertEquals(reason, result.reason());
        assertEquals(reason == null, result.passed());
        assertEquals("backtest", result.gate());
    }

    private static GateResult lenient(@Nullable Double winRate, @Nullable Double drawdown, @Nullable Double sharpe) {
        return Gates.backtest(
                GateProfile.LENIENT,
                new BacktestFigures(winRate, drawdown, sharpe, null, null, null, null, null, null, null),
                100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                # deflated, overfitting, trades, at twice the cost, look-ahead, too good, after the cutoff
                0.95  | 0.2  | 30 | 0.001 | 0 | 0 | 50  |
                0.949 | 0.2  | 30 | 0.001 | 0 | 0 | 50  | deflated_sharpe_below_threshold (0.949 < 0.95)
                0.99  | 0.21 | 30 | 0.001 | 0 | 0 | 50  | overfitting_probability_above_threshold (21.0% > 20%)
                0.99  | 0.1  | 29 | 0.001 | 0 | 0 | 50  | trades_below_threshold (29 < 30)
                0.99  | 0.1  | 30 | 0     | 0 | 0 | 50  | return_at_twice_cost_not_above_threshold (0.0% <= 0%)
                0.99  | 0.1  | 30 | 0.001 | 1 | 0 | 50  | look_ahead_violations_above_threshold (1 > 0)
                0.99  | 0.1  | 30 | 0.001 | 0 | 1 | 50  | too_good_above_threshold (1 > 0)
                0.99  | 0.1  | 30 | 0.001 | 0 | 0 | 49  | bars_after_cutoff_below_threshold (49 < 50)
                0.99  | 0.1  | 30 | 0.001 | 0 | 0 |     | bars_after_cutoff_missing
                0.99  |      | 30 | 0.001 |   |   | 50  | overfitting_probability_missing; look_ahead_violations_missing; too_good_missing
                """)
    void strict_backtest_gate(
            @Nullable Double deflated,
            @Nullable Double overfitting,
            @Nullable Double trades,
            @Nullable Double atTwiceCost,
            @Nullable Double lookAhead,
            @Nullable Double tooGood,
            @Nullable Double afterCutoff,
            @Nullable String reason) {
        BacktestFigures figures = new BacktestFigures(
                0.5, 0.2, 0.7, deflated, overfitting, trades, atTwiceCost, lookAhead, tooGood, afterCutoff);
        GateResult result = Gates.backtest(GateProfile.STRICT, figures, 50);
        assertEquals(reason, result.reason());
        assertEquals(reason == null, result.passed());
        assertEquals("strict", result.profile());
        assertTrue(Gates.backtest(GateProfile.LENIENT, figures, 50).passed());
    }

    @Test
    void strict_asks_what_lenient_asks_and_more() {
        GateResult result = Gates.backtest(
                GateProfile.STRICT, new BacktestFigures(0.05, 0.2, 0.7, 0.99, 0.1, 30.0, 0.1, 0.0, 0.0, null), 0);
        assertEquals("win_rate_below_threshold (5.0% < 10%)", result.reason());
        assertEquals(9, result.checks().size());
    }

    @Test
    void only_what_did_not_pass_is_bypassed_and_it_says_by_whom() throws Exception {
        GateBypass bypass = new GateBypass("Ada", "to see its backtest");
        GateResult good = Gates.training(GateProfile.STRICT, 0.55, 0.69, 0.01);
        assertEquals(good, good.bypassed(bypass));
        GateResult bad = Gates.training(GateProfile.STRICT, 0.05, 0.69, 0.01);
        assertFalse(bad.letsPass());
        assertFalse(bad.bypassed(null).letsPass());
        assertTrue(bad.bypassed(bypass).letsPass());
        assertFalse(bad.bypassed(bypass).passed());
        String json = new ObjectMapper().writeValueAsString(bad.bypassed(bypass));
        assertTrue(json.endsWith("\"bypass\":{\"by\":\"Ada\",\"reason\":\"to see its backtest\"}}"), json);
        assertEquals(bad.bypassed(bypass), new ObjectMapper().readValue(json, GateResult.class));
    }

    @Test
    void a_missing_figure_fails_its_check_and_only_that() {
        GateResult result = lenient(null, 0.1, 0.2);
        assertNull(result.checks().getFirst().value());
        assertEquals(
                new GateCheck("win_rate", null, 0.1, false), result.checks().getFirst());
        assertTrue(result.checks().get(1).passed() && result.checks().get(2).passed());
    }

    @Test
    void json_is_what_a_finished_research_shows() throws Exception {
        assertEquals(
                "{\"gate\":\"training\",\"profile\":\"lenient\",\"passed\":false,\"checks\":["
                        + "{\"name\":\"accuracy\",\"value\":0.05,\"threshold\":0.1,\"passed\":false},"
                        + "{\"name\":\"loss\",\"value\":0.7,\"threshold\":0.8,\"passed\":true},"
                        + "{\"name\":\"loss_decrease\",\"value\":0.0,\"threshold\":-0.5,\"passed\":true}],"
                        + "\"reason\":\"accuracy_below_threshold (5.0% < 10%)\"}",
                new ObjectMapper().writeValueAsString(Gates.training(GateProfile.LENIENT, 0.05, 0.7, 0.0)));
    }
}
