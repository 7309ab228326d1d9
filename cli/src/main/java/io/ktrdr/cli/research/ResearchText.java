package io.ktrdr.cli.research;

import static io.ktrdr.cli.output.Figures.fine;
import static io.ktrdr.cli.output.Figures.percent;
import static io.ktrdr.cli.output.Figures.ratio;
import static io.ktrdr.cli.output.Figures.signedPercent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ktrdr.cli.output.Fields;
import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Sparkline;
import io.ktrdr.contracts.operation.OperationView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A research for a person; parts that it did not get to are left out. */
final class ResearchText {
    private static final int CURVE_WIDTH = 60;

    private final List<String> lines = new ArrayList<>();

    private ResearchText() {}

    /** @param equity the test window's equity curve, empty where there is none */
    static List<String> of(OperationView research, double[] equity) {
        ResearchText text = new ResearchText();
        JsonNode result = research.result() == null ? MissingNode.getInstance() : research.result();
        text.head(research, result);
        StatisticsText.badges(result).forEach(badge -> text.lines.addAll(List.of("", badge)));
        text.rerun(result);
        text.windows(result.path("windows"));
        text.training(result.path("training"), result.path("baselines"));
        result.path("gates").forEach(text::gate);
        text.backtest(result.path("backtest"), result.path("baselines"), TestWindow.of(result), equity);
        text.lines.addAll(StatisticsText.section(result));
        text.assessment(result.path("assessment"));
        return text.lines;
    }

    private void head(OperationView research, JsonNode result) {
        JsonNode strategy = result.path("strategy");
        JsonNode dataset = result.path("dataset");
        String took = research.finishedAt() == null
                ? ""
                : " in " + Figures.span(Duration.between(research.createdAt(), research.finishedAt()));
        add(new Fields()
                .add("Research", research.operationId())
                .add("Status", research.status().wireName() + took)
                .add("Waiting", research.waitingReason())
                .add("Error", research.errorMessage())
                .add("Retry of", research.retryOf())
                .add("Brief", research.brief())
                .add("Strategy", strategy.isObject() ? named(strategy, "name") : research.strategyName())
                .add("Designed by", designer(result))
                .add("Model knows until", textOrNull(result.path("designer_knowledge_cutoff")))
                .add("Asked by", textOrNull(result.path("requested_by")))
                .add("Gates", textOrNull(result.path("gate_profile")))
                .add(
                        "Dataset",
                        dataset.isObject()
                                ? dataset.path("symbol").asText() + "/"
                                        + dataset.path("timeframe").asText() + "  (" + shortHash(dataset) + ")"
                                : null)
                .add(
                        "Seed",
                        result.path("seed").isMissingNode()
                                ? null
                                : result.path("seed").asText())
                .add(
                        "Code",
                        result.path("code_version").isMissingNode()
                                ? null
                                : result.path("code_version").asText()));
    }

    private static @Nullable String designer(JsonNode result) {
        return switch (result.path("designer").asText()) {
            case "template" -> "the built-in template designer";
            case "model" -> "model " + result.path("designer_model").asText();
            case "user" -> "whoever brought it";
            case "stub" -> "a stub";
            default -> null;
        };
    }

    private static @Nullable String textOrNull(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    /** Of one that runs another one again, what that has shown. */
    private void rerun(JsonNode result) {
        if (result.path("reproduction").isObject()) {
            lines.add("");
            lines.addAll(RerunText.reproduction(result.path("reproduction")));
        }
        if (result.path("holdout").isObject()) {
            lines.add("");
            lines.addAll(RerunText.reading(result.path("holdout")));
        }
    }

    private void windows(JsonNode windows) {
        if (!windows.isObject()) {
            return;
        }
        Fields fields = new Fields();
        for (String name : List.of("train", "validation", "test", "holdout")) {
            JsonNode window = windows.path(name);
            if (window.isObject()) {
                String bars = window.path("bars").isNumber()
                        ? "  " + window.path("bars").asInt() + " bars"
                        : "";
                fields.add(
                        name,
                        window.path("from").asText() + " to "
                                + window.path("to").asText() + bars);
            }
        }
        section("Windows", fields);
    }

    private void training(JsonNode training, JsonNode baselines) {
        if (!training.isObject()) {
            return;
        }
        JsonNode history = training.path("history");
        Fields fields = new Fields()
                .add(
                        "Accuracy",
                        percent(number(training, "accuracy")) + "  (majority guess: "
                                + percent(number(baselines, "majority_accuracy")) + ")")
                .add("Loss", fine(number(training, "loss")) + "  (a coin: 0.6931)")
                .add("Epochs", training.path("epochs").asText());
        JsonNode walk = training.path("walk_forward");
        if (walk.isObject()) {
            fields.add(
                    "Walk-forward",
                    percent(number(walk, "mean_accuracy")) + " on average of "
                            + walk.path("runs").size()
                            + " at other times and with other seeds  (majority guess: "
                            + percent(number(walk, "mean_majority_accuracy")) + ")");
        } else {
            fields.add("Walk-forward", training.path("walk_forward_left_out").asText(null));
        }
        if (history.size() > 1) {
            fields.add("Train loss", curve(history, "train_loss"))
                    .add("Valid. loss", curve(history, "validation_loss"));
        }
        section("Training", fields);
    }

    private void gate(JsonNode gate) {
        lines.add("");
        lines.add("Gate " + gate.path("gate").asText() + " ("
                + gate.path("profile").asText() + "): " + (gate.path("passed").asBoolean() ? "passed" : "not passed"));
        Fields fields = new Fields();
        for (JsonNode check : gate.path("checks")) {
            fields.add(
                    (check.path("passed").asBoolean() ? "  ok    " : "  FAIL  ")
                            + check.path("name").asText(),
                    fine(number(check, "value")) + "  against " + fine(number(check, "threshold")));
        }
        lines.addAll(fields.lines());
        String bypass = StatisticsText.bypass(gate);
        if (bypass != null) {
            lines.add("  " + bypass);
        }
    }

    private void backtest(JsonNode backtest, JsonNode baselines, TestWindow tested, double[] equity) {
        if (!backtest.isObject()) {
            return;
        }
        Fields fields = new Fields()
                .add(
                        "Return",
                        signedPercent(number(backtest, "total_return")) + "  (buy and hold: "
                                + signedPercent(number(baselines, "buy_and_hold_return")) + ")")
                .add("Annualized", signedPercent(yearly(backtest, "annualized_return", tested)))
                .add("Volatility", percent(number(backtest, "volatility")))
                .add("Sharpe", ratio(number(backtest, "sharpe")))
                .add("Sortino", ratio(number(backtest, "sortino")))
                .add("Calmar", ratio(yearly(backtest, "calmar", tested)))
                .add("Drawdown", percent(number(backtest, "max_drawdown")))
                .add("Win rate", percent(number(backtest, "win_rate")))
                .add("Profit factor", ratio(number(backtest, "profit_factor")))
                .add("Exposure", percent(number(backtest, "exposure")))
                .add("Trades", backtest.path("trades").asText());
        if (backtest.path("turnover").isNumber()) {
            fields.add("Turnover", ratio(number(backtest, "turnover")) + " times the equity");
        }
        if (equity.length > 1) {
            fields.add("Equity", Sparkline.of(equity, CURVE_WIDTH));
        }
        section("Backtest, out of sample, after costs", fields);
        if (tested.tooShort()) {
            lines.add("  " + tested.note());
        }
    }

    private void assessment(JsonNode assessment) {
        if (!assessment.isObject()) {
            return;
        }
        lines.add("");
        lines.add("Verdict: " + assessment.path("verdict").asText());
        String method = assessment.path("method").asText();
        if (!method.isEmpty()) {
            lines.add("  " + method);
        }
        for (String part : List.of("strengths", "weaknesses", "suggestions", "hypotheses")) {
            JsonNode points = assessment.path(part);
            if (points.isArray()) {
                lines.add("  " + part + (points.isEmpty() ? ": none found" : ""));
                points.forEach(point -> lines.add("    - " + words(point)));
            }
        }
    }

    private void section(String title, Fields fields) {
        lines.add("");
        lines.add(title);
        fields.lines().forEach(line -> lines.add("  " + line));
    }

    private void add(Fields fields) {
        lines.addAll(fields.lines());
    }

    private static String curve(JsonNode history, String field) {
        double[] values = new double[history.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(history.get(i), field);
        }
        return Sparkline.of(values, CURVE_WIDTH) + "  " + fine(values[0]) + " to " + fine(values[values.length - 1]);
    }

    private static String named(JsonNode strategy, String field) {
        return strategy.path(field).asText() + "  (" + shortHash(strategy) + ")";
    }

    private static String shortHash(JsonNode thing) {
        String hash = thing.path("sha256").asText();
        return "sha256 " + hash.substring(0, Math.min(12, hash.length()));
    }

    private static String words(JsonNode point) {
        return point.isTextual() ? point.asText() : point.toString();
    }

    private static double yearly(JsonNode backtest, String field, TestWindow tested) {
        return tested.tooShort() ? Double.NaN : number(backtest, field);
    }

    static double number(JsonNode node, String field) {
        return node.path(field).asDouble(Double.NaN);
    }
}
