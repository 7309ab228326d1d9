package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.coordinator.gate.BacktestFigures;
import io.ktrdr.coordinator.gate.GateBypass;
import io.ktrdr.coordinator.gate.GateProfile;
import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.coordinator.gate.Gates;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.trial.Worth;
import org.jspecify.annotations.Nullable;

/** The gate after a backtest, from a research's findings. */
final class Figures {
    private Figures() {}

    /** @param worth null when it is not known what the result is worth */
    static BacktestFigures of(JsonNode findings, @Nullable Worth worth) {
        JsonNode backtest = findings.path("backtest");
        JsonNode statistics = findings.path("statistics");
        JsonNode leaks = statistics.path("leaks");
        JsonNode suspected = leaks.path("too_good").path("suspected");
        Double points = Json.number(leaks.path("look_ahead"), "points");
        return new BacktestFigures(
                Json.number(backtest, "win_rate"),
                Json.number(backtest, "max_drawdown"),
                Json.number(backtest, "sharpe"),
                worth == null ? null : (Double) worth.deflatedSharpe(),
                worth == null ? null : worth.overfittingProbability(),
                Json.number(backtest, "trades"),
                Json.number(statistics.path("costs"), "return_at_twice_cost"),
                points == null || points == 0 ? null : Json.number(leaks.path("look_ahead"), "violations"),
                suspected.isBoolean() ? (Double) (suspected.asBoolean() ? 1.0 : 0.0) : null,
                Json.number(statistics.path("knowledge"), "bars_after"));
    }

    /** @param fewestAfterCutoff asked of strategies that a model designed */
    static GateResult gate(GateProfile profile, JsonNode findings, @Nullable Worth worth, int fewestAfterCutoff) {
        boolean byModel = findings.path("designer").asText().equals("model");
        return Gates.backtest(profile, of(findings, worth), byModel ? fewestAfterCutoff : 0)
                .bypassed(bypass(findings));
    }

    static GateProfile profile(JsonNode findings) {
        return GateProfile.find(findings.path("gate_profile").asText()).orElse(GateProfile.LENIENT);
    }

    private static @Nullable GateBypass bypass(JsonNode findings) {
        JsonNode bypass = findings.path("bypass");
        return bypass.isObject()
                ? new GateBypass(
                        bypass.path("by").asText(), bypass.path("reason").asText())
                : null;
    }
}
