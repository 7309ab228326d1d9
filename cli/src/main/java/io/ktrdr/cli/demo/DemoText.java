package io.ktrdr.cli.demo;

import static io.ktrdr.cli.output.Figures.percent;
import static io.ktrdr.cli.output.Figures.ratio;
import static io.ktrdr.cli.output.Figures.signedPercent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.research.TestWindow;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationView;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the demo says. */
final class DemoText {
    private DemoText() {}

    /** All researches as they are at this moment. */
    static List<String> progress(List<OperationView> researches, Instant now) {
        Table table = new Table("RESEARCH", "BRIEF", "PHASE", "STRATEGY", "AGE", "");
        for (OperationView research : researches) {
            Instant end = Objects.requireNonNullElse(research.finishedAt(), now);
            table.row(
                    research.operationId(),
                    Objects.requireNonNullElse(research.brief(), ""),
                    phase(research),
                    Objects.requireNonNullElse(research.strategyName(), "-"),
                    Figures.duration(Duration.between(research.createdAt(), end).toSeconds()),
                    note(research));
        }
        return table.lines();
    }

    /** One research's phase, for a log. */
    static String change(OperationView research) {
        String waiting = research.waitingReason() == null ? "" : ": " + research.waitingReason();
        return research.operationId() + "  " + Table.pad(phase(research), "backtesting".length()) + "  "
                + Objects.requireNonNullElse(research.brief(), "") + waiting;
    }

    /** @param called how the command is called, e.g. {@code ./ktrdr} */
    static List<String> results(List<OperationView> researches, String called) {
        List<String> lines = new ArrayList<>();
        for (OperationView research : researches) {
            JsonNode result = research.result() == null ? MissingNode.getInstance() : research.result();
            lines.add("");
            lines.add(Objects.requireNonNullElse(research.brief(), research.operationId()));
            if (research.status() == OperationStatus.COMPLETED) {
                completed(research, result, called, lines);
            } else {
                lines.add("  " + research.status().wireName() + ": "
                        + Objects.requireNonNullElse(research.errorMessage(), "no reason given"));
            }
        }
        return lines;
    }

    private static void completed(OperationView research, JsonNode result, String called, List<String> lines) {
        JsonNode backtest = result.path("backtest");
        JsonNode baselines = result.path("baselines");
        lines.add("  strategy      " + result.path("strategy").path("name").asText(research.strategyName()) + " on "
                + result.path("dataset").path("symbol").asText() + "/"
                + result.path("dataset").path("timeframe").asText());
        lines.add("  verdict       " + result.path("assessment").path("verdict").asText("none"));
        if (backtest.isObject()) {
            lines.add("  return        " + signedPercent(number(backtest, "total_return"))
                    + " out of sample, after costs (buy and hold "
                    + signedPercent(number(baselines, "buy_and_hold_return")) + ")");
            lines.add("  Sharpe        " + ratio(number(backtest, "sharpe")) + ", drawdown "
                    + percent(number(backtest, "max_drawdown")) + ", "
                    + backtest.path("trades").asText("0") + " trades");
            TestWindow tested = TestWindow.of(result);
            if (tested.tooShort()) {
                lines.add("                " + tested.note());
            }
        } else {
            lines.add("  backtest      none: the training gate was not passed");
        }
        lines.add("  accuracy      " + percent(number(result.path("training"), "accuracy")) + " (majority guess "
                + percent(number(baselines, "majority_accuracy")) + ")");
        lines.add("  more          " + called + " research show " + research.operationId());
    }

    static List<String> whereToLook(List<OperationView> researches, String called, URI url, String source) {
        return List.of(
                "Researched on " + source + ".",
                whoDidIt(researches, called),
                "",
                "ktrdr goes on running at " + url + " (API: " + url + "/q/openapi). What next:",
                "  " + called + " research export " + researches.getFirst().operationId(),
                "  " + called + " agent trigger --brief \"Explore mean reversion\" --wait",
                "  " + called + " agent status --watch",
                "  " + called + " down");
    }

    private static String whoDidIt(List<OperationView> researches, String called) {
        boolean byModel = researches.stream()
                .map(OperationView::result)
                .anyMatch(result ->
                        result != null && result.path("designer").asText().equals("model"));
        return byModel
                ? "Strategies and verdicts came from language models. What they cost: " + called + " budget"
                : "No model was asked: strategies came from the built-in template designer, verdicts from the rule-based"
                        + " assessor.";
    }

    private static String phase(OperationView research) {
        return research.status().isTerminal() || research.phase() == null
                ? research.status().wireName()
                : research.phase().wireName();
    }

    private static String note(OperationView research) {
        if (research.waitingReason() != null) {
            return research.waitingReason();
        }
        if (research.errorMessage() != null) {
            return research.errorMessage();
        }
        return research.progress() == null ? "" : research.progress().message();
    }

    private static double number(JsonNode node, String field) {
        return node.path(field).asDouble(Double.NaN);
    }
}
