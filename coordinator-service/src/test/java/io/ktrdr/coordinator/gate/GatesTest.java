package io.ktrdr.coordinator.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        GateResult result = Gates.training(accuracy, loss, decrease);
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
        GateResult result = Gates.backtest(winRate, drawdown, sharpe);
        assertEquals(reason, result.reason());
        assertEquals(reason == null, result.passed());
        assertEquals("backtest", result.gate());
    }

    @Test
    void a_missing_figure_fails_its_check_and_only_that() {
        GateResult result = Gates.backtest(null, 0.1, 0.2);
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
                new ObjectMapper().writeValueAsString(Gates.training(0.05, 0.7, 0.0)));
    }
}
