package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.coordinator.gate.GateBypass;
import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.coordinator.gate.Gates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a research has found out by the time it is assessed. */
final class Findings {
    private final JsonNode request;
    private final JsonNode design;
    private final JsonNode training;
    private final @Nullable JsonNode backtest;
    private final GateResult trainingGate;

    private Findings(JsonNode request, JsonNode design, JsonNode training, @Nullable JsonNode backtest) {
        this.request = request;
        this.design = design;
        this.training = training;
        this.backtest = backtest;
        this.trainingGate = trainingGate(request, training);
    }

    static Findings trained(JsonNode request, JsonNode design, JsonNode training) {
        return new Findings(request, design, training, null);
    }

    static Findings backtested(JsonNode request, JsonNode design, JsonNode training, JsonNode backtest) {
        return new Findings(request, design, training, backtest);
    }

    GateResult trainingGate() {
        return trainingGate;
    }

    private static GateResult trainingGate(JsonNode request, JsonNode training) {
        JsonNode bypass = request.path("bypass");
        return Gates.training(
                        Specs.gates(request),
                        Json.number(training, "accuracy"),
                        Json.number(training, "loss"),
                        Json.number(training, "loss_decrease"))
                .bypassed(
                        bypass.isObject()
                                ? new GateBypass(
                                        bypass.path("by").asText(),
                                        bypass.path("reason").asText())
                                : null);
    }

    /** The research's result, without what its assessment adds: the gate after the backtest, for one, asks the ledger of trials. */
    ObjectNode asJson() {
        ObjectNode json = Json.object();
        for (String field : List.of("strategy", "dataset", "seed", "windows", "designer")) {
            json.set(field, orNull(design.path(field)));
        }
        if (design.path("model").isTextual()) {
            json.set("designer_model", design.path("model"));
        }
        if (design.path("knowledge_cutoff").isTextual()) {
            json.set("designer_knowledge_cutoff", design.path("knowledge_cutoff"));
        }
        if (design.path("tests_hypotheses").isArray()) {
            json.set("tests_hypotheses", design.path("tests_hypotheses"));
        }
        if (request.path("requested_by").isTextual()) {
            json.set("requested_by", request.path("requested_by"));
        }
        json.put("gate_profile", Specs.gates(request).wireName());
        json.set("training", trainingForPeople());
        json.putArray("gates").add(Json.tree(trainingGate));
        json.set("backtest", backtest == null ? NullNode.getInstance() : orNull(backtest.path("backtest")));
        ObjectNode baselines = json.putObject("baselines");
        baselines.putNull("buy_and_hold_return");
        if (backtest != null && backtest.path("baselines") instanceof ObjectNode measured) {
            baselines.setAll(measured);
        }
        baselines.set("majority_accuracy", orNull(training.path("majority_accuracy")));
        json.set("statistics", backtest == null ? NullNode.getInstance() : orNull(statisticsForPeople(backtest)));
        ObjectNode artifacts = json.putObject("artifacts");
        artifacts.set("model", orNull(training.path("model")));
        if (training.path("onnx").isTextual()) {
            artifacts.set("onnx", training.path("onnx"));
        }
        artifacts.putNull("equity_curve");
        artifacts.putNull("trades");
        if (backtest != null && backtest.path("artifacts") instanceof ObjectNode made) {
            artifacts.setAll(made);
        }
        return json;
    }

    /** The result that the research ends with. */
    JsonNode result(JsonNode assessment) {
        ObjectNode json = asJson();
        if (assessment.path("backtest_gate").isObject()) {
            json.withArray("gates").add(assessment.path("backtest_gate"));
        }
        for (String field : List.of("deflation", "reproduction", "holdout")) {
            if (assessment.path(field).isObject()) {
                json.set(field, assessment.path(field));
            }
        }
        json.set("assessment", orNull(assessment.path("assessment")));
        json.set("code_version", orNull(assessment.path("code_version")));
        return json;
    }

    /** Without the sums that only comparisons need. */
    private static JsonNode statisticsForPeople(JsonNode backtest) {
        return backtest.path("statistics") instanceof ObjectNode statistics
                ? statistics.deepCopy().without("blocks")
                : NullNode.getInstance();
    }

    private JsonNode trainingForPeople() {
        ObjectNode copy = training.deepCopy();
        copy.remove(List.of("model", "onnx", "majority_accuracy"));
        return copy;
    }

    private static JsonNode orNull(JsonNode node) {
        return node.isMissingNode() ? NullNode.getInstance() : node;
    }
}
