package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.coordinator.gate.Gates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a research has found out by the time it is assessed. */
final class Findings {
    private final JsonNode design;
    private final JsonNode training;
    private final @Nullable JsonNode backtest;
    private final List<GateResult> gates;

    private Findings(JsonNode design, JsonNode training, @Nullable JsonNode backtest, List<GateResult> gates) {
        this.design = design;
        this.training = training;
        this.backtest = backtest;
        this.gates = gates;
    }

    static Findings rejectedAfterTraining(JsonNode design, JsonNode training, GateResult gate) {
        return new Findings(design, training, null, List.of(gate));
    }

    static Findings backtested(JsonNode design, JsonNode training, JsonNode backtest) {
        return new Findings(
                design, training, backtest, List.of(trainingGate(training), backtestGate(backtest.path("backtest"))));
    }

    static GateResult trainingGate(JsonNode training) {
        return Gates.training(
                number(training, "accuracy"), number(training, "loss"), number(training, "loss_decrease"));
    }

    private static GateResult backtestGate(JsonNode backtest) {
        return Gates.backtest(
                number(backtest, "win_rate"), number(backtest, "max_drawdown"), number(backtest, "sharpe"));
    }

    private static @Nullable Double number(JsonNode parent, String field) {
        JsonNode node = parent.path(field);
        return node.isNumber() ? node.doubleValue() : null;
    }

    /** The research's result, without the assessment. */
    ObjectNode asJson() {
        ObjectNode json = Json.object();
        for (String field : List.of("strategy", "dataset", "seed", "windows", "designer")) {
            json.set(field, orNull(design.path(field)));
        }
        if (design.path("model").isTextual()) {
            json.set("designer_model", design.path("model"));
        }
        if (design.path("tests_hypotheses").isArray()) {
            json.set("tests_hypotheses", design.path("tests_hypotheses"));
        }
        json.set("training", trainingForPeople());
        ArrayNode gateList = json.putArray("gates");
        gates.forEach(gate -> gateList.add(Json.tree(gate)));
        json.set("backtest", backtest == null ? NullNode.getInstance() : orNull(backtest.path("backtest")));
        ObjectNode baselines = json.putObject("baselines");
        baselines.set(
                "buy_and_hold_return",
                backtest == null
                        ? NullNode.getInstance()
                        : orNull(backtest.path("baselines").path("buy_and_hold_return")));
        baselines.set("majority_accuracy", orNull(training.path("majority_accuracy")));
        ObjectNode artifacts = json.putObject("artifacts");
        artifacts.set("model", orNull(training.path("model")));
        for (String name : List.of("equity_curve", "trades")) {
            artifacts.set(
                    name,
                    backtest == null
                            ? NullNode.getInstance()
                            : orNull(backtest.path("artifacts").path(name)));
        }
        return json;
    }

    /** The result that the research ends with. */
    JsonNode result(JsonNode assessment) {
        ObjectNode json = asJson();
        json.set("assessment", assessment.path("assessment"));
        json.set("code_version", assessment.path("code_version"));
        return json;
    }

    private JsonNode trainingForPeople() {
        ObjectNode copy = training.deepCopy();
        copy.remove(List.of("model", "majority_accuracy"));
        return copy;
    }

    private static JsonNode orNull(JsonNode node) {
        return node.isMissingNode() ? NullNode.getInstance() : node;
    }
}
