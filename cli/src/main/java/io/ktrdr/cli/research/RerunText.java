package io.ktrdr.cli.research;

import static io.ktrdr.cli.output.Figures.percent;
import static io.ktrdr.cli.output.Figures.ratio;
import static io.ktrdr.cli.output.Figures.signedPercent;
import static io.ktrdr.cli.research.ResearchText.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ktrdr.cli.output.Table;
import io.ktrdr.contracts.operation.OperationView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What running a research again has shown, for a person. */
final class RerunText {
    private RerunText() {}

    /** @param reproduction of a result */
    static List<String> reproduction(JsonNode reproduction) {
        if (!reproduction.isObject()) {
            return List.of("The result does not say whether it is the same: ask a newer coordinator");
        }
        String of = reproduction.path("of").asText();
        if (reproduction.path("identical").asBoolean()) {
            return List.of("Bit for bit identical to " + of);
        }
        List<String> lines = new ArrayList<>();
        lines.add("Not identical to " + of + ":");
        Table table = new Table("WHAT", "ORIGINAL", "AGAIN");
        reproduction
                .path("differences")
                .forEach(difference -> table.row(
                        difference.path("what").asText(),
                        value(difference.path("original")),
                        value(difference.path("again"))));
        table.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static String value(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** @param of the research that was read about, for what it showed on its test window */
    static List<String> holdout(OperationView reading, OperationView of) {
        JsonNode result = result(reading);
        List<String> lines = new ArrayList<>(reading(result.path("holdout")));
        JsonNode held = result.path("backtest");
        JsonNode tested = result(of).path("backtest");
        Table table = new Table("", "TEST WINDOW", "HELD OUT");
        row(table, "Return", tested, held, backtest -> signedPercent(number(backtest, "total_return")));
        row(table, "Sharpe", tested, held, backtest -> ratio(number(backtest, "sharpe")));
        row(table, "Drawdown", tested, held, backtest -> percent(number(backtest, "max_drawdown")));
        row(table, "Trades", tested, held, backtest -> backtest.path("trades").asText("-"));
        table.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static void row(Table table, String name, JsonNode one, JsonNode other, Function<JsonNode, String> figure) {
        table.row(name, figure.apply(one), figure.apply(other));
    }

    /** @param holdout of a result */
    static List<String> reading(JsonNode holdout) {
        int reading = holdout.path("reading").asInt();
        List<String> lines = new ArrayList<>();
        lines.add("Reading " + reading + " of the held out data, for "
                + holdout.path("of").asText() + ", by " + holdout.path("by").asText() + ": "
                + holdout.path("reason").asText());
        if (reading > 1) {
            lines.add(
                    "It has been read before: whoever chose by that has fitted to it, and it is no longer out of sample");
        }
        return lines;
    }

    private static JsonNode result(OperationView research) {
        return research.result() == null ? MissingNode.getInstance() : research.result();
    }
}
