package io.ktrdr.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What report.js draws, by the id of the element in which it does. */
final class Charts {
    private static final MathContext PRECISION = new MathContext(7);

    private final Map<String, LineChart> charts = new LinkedHashMap<>();

    /** How the numbers of an axis are written. */
    enum Unit {
        RATIO,
        /** Small numbers whose differences count. */
        FINE,
        PERCENT,
        PRICE
    }

    LineChart add(String id, LineChart chart) {
        charts.put(id, chart);
        return chart;
    }

    /** As the text of a script element: nothing in it can end that element. */
    String json() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        charts.forEach((id, chart) -> all.set(id, chart.json));
        return all.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    /** Lines over one axis of times or numbers. */
    static final class LineChart {
        private final ObjectNode json = JsonNodeFactory.instance.objectNode();

        private LineChart(boolean time, JsonNode x, Unit unit) {
            json.put("time", time).put("unit", unit.name().toLowerCase(java.util.Locale.ROOT));
            json.set("x", x);
            json.putArray("series");
            json.putArray("bands");
            json.putArray("marks");
        }

        /** @param millis epoch milliseconds */
        static LineChart overTime(long[] millis, Unit unit) {
            ArrayNode x = JsonNodeFactory.instance.arrayNode();
            Arrays.stream(millis).forEach(time -> x.add(time / 1000));
            return new LineChart(true, x, unit);
        }

        static LineChart over(double[] x, Unit unit) {
            return new LineChart(false, numbers(x), unit);
        }

        /** @param tone a custom property of report.css: {@code strategy}, {@code market}, {@code loss}, ... */
        LineChart series(String label, String tone, double[] values) {
            json.withArray("series")
                    .addObject()
                    .put("label", label)
                    .put("tone", tone)
                    .set("values", numbers(values));
            return this;
        }

        /** The last series, dashed. */
        LineChart dashed() {
            return last().set("dashed");
        }

        /** The last series, filled down (or up) to zero. */
        LineChart filled() {
            return last().set("filled");
        }

        /** As low as small charts are. */
        LineChart small() {
            json.put("small", true);
            return this;
        }

        /** Charts of the same group show the same moment under the pointer. */
        LineChart group(String name) {
            json.put("group", name);
            return this;
        }

        LineChart shade(long fromMillis, long toMillis, String label, String tone) {
            json.withArray("bands")
                    .addObject()
                    .put("from", fromMillis / 1000)
                    .put("to", toMillis / 1000)
                    .put("label", label)
                    .put("tone", tone);
            return this;
        }

        /** A line at a moment. */
        LineChart mark(long millis, String label) {
            json.withArray("marks").addObject().put("at", millis / 1000).put("label", label);
            return this;
        }

        /** A line at a value, such as 0 or 1. */
        LineChart level(double value) {
            json.put("level", value);
            return this;
        }

        private Last last() {
            return new Last(this);
        }

        private record Last(LineChart chart) {
            LineChart set(String flag) {
                JsonNode series = chart.json.path("series");
                ((ObjectNode) series.get(series.size() - 1)).put(flag, true);
                return chart;
            }
        }

        private static ArrayNode numbers(double[] values) {
            ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
            for (double value : values) {
                if (Double.isFinite(value)) {
                    numbers.add(new BigDecimal(value, PRECISION));
                } else {
                    numbers.addNull();
                }
            }
            return numbers;
        }
    }
}
