package io.ktrdr.cli.research;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Parts of a research's result as CSV. */
final class ResultCsv {
    private static final List<String> MEASURED = List.of("training", "backtest", "baselines");

    private ResultCsv() {}

    /** One line an epoch; empty without training. */
    static String history(JsonNode result) {
        JsonNode history = result.path("training").path("history");
        if (history.isEmpty()) {
            return "";
        }
        List<String> columns =
                history.get(0).properties().stream().map(Map.Entry::getKey).toList();
        StringBuilder csv = new StringBuilder(String.join(",", columns)).append('\n');
        for (JsonNode epoch : history) {
            csv.append(String.join(
                            ",",
                            columns.stream()
                                    .map(column -> cell(epoch.path(column)))
                                    .toList()))
                    .append('\n');
        }
        return csv.toString();
    }

    /** One line a figure: {@code part,metric,value}; empty without any. */
    static String metrics(JsonNode result) {
        StringBuilder csv = new StringBuilder();
        for (String part : MEASURED) {
            for (Map.Entry<String, JsonNode> figure : result.path(part).properties()) {
                if (figure.getValue().isValueNode()) {
                    csv.append(part)
                            .append(',')
                            .append(figure.getKey())
                            .append(',')
                            .append(cell(figure.getValue()))
                            .append('\n');
                }
            }
        }
        String verdict = result.path("assessment").path("verdict").asText("");
        if (!verdict.isEmpty()) {
            csv.append("assessment,verdict,").append(verdict).append('\n');
        }
        return csv.isEmpty() ? "" : "part,metric,value\n" + csv;
    }

    /** What is not defined stays empty. */
    private static String cell(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }
}
