package io.ktrdr.cli.research;

import static io.ktrdr.cli.output.Figures.fine;
import static io.ktrdr.cli.output.Figures.percent;
import static io.ktrdr.cli.output.Figures.ratio;
import static io.ktrdr.cli.output.Figures.signedPercent;
import static io.ktrdr.cli.research.ResearchText.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.cli.output.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a research's Sharpe ratio is worth, and what speaks against it. */
final class StatisticsText {
    private StatisticsText() {}

    /** What must not be overlooked; empty when there is nothing, or nothing was looked for. */
    static List<String> badges(JsonNode result) {
        JsonNode leaks = result.path("statistics").path("leaks");
        List<String> badges = new ArrayList<>();
        JsonNode ahead = leaks.path("look_ahead");
        if (ahead.path("violations").asInt() > 0) {
            badges.add("LOOKS AHEAD: " + ahead.path("violations").asInt() + " of "
                    + ahead.path("points").asInt()
                    + " sampled decisions change when later bars are taken away"
                    + (ahead.path("first_violation").isTextual()
                            ? ", first at " + ahead.path("first_violation").asText()
                            : ""));
        }
        JsonNode tooGood = leaks.path("too_good");
        if (tooGood.path("suspected").asBoolean()) {
            List<String> reasons = new ArrayList<>();
            tooGood.path("reasons").forEach(reason -> reasons.add(reason.asText()));
            badges.add("TOO GOOD: rather a leak than skill"
                    + (reasons.isEmpty() ? "" : ": " + String.join("; ", reasons)));
        }
        return badges;
    }

    /** Empty when the result is of a release that did not compute any. */
    static List<String> section(JsonNode result) {
        JsonNode statistics = result.path("statistics");
        if (!statistics.isObject()) {
            return List.of();
        }
        Fields fields = new Fields();
        inference(fields, statistics.path("inference"));
        deflation(fields, result.path("deflation"));
        baselines(fields, result.path("baselines"));
        costs(fields, statistics.path("costs"));
        leaks(fields, statistics.path("leaks"));
        knowledge(fields, statistics.path("knowledge"));
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("What the Sharpe ratio is worth"
                + (statistics.path("window").asText().equals("holdout") ? ", on the held out data" : ""));
        fields.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static void inference(Fields fields, JsonNode inference) {
        if (!inference.isObject()) {
            return;
        }
        fields.add(
                        "Interval",
                        ratio(number(inference, "sharpe_low")) + " to " + ratio(number(inference, "sharpe_high"))
                                + " a year with "
                                + Math.round(100 * inference.path("confidence").asDouble(0.95))
                                + " % confidence, from "
                                + inference.path("bars").asText() + " bars")
                .add(
                        "Probabilistic",
                        fine(number(inference, "probabilistic_sharpe"))
                                + "  (that it is above 0, had this been the only trial)")
                .add("Track record", trackRecord(inference));
    }

    private static String trackRecord(JsonNode inference) {
        JsonNode needed = inference.path("minimum_track_record_bars");
        return needed.isNumber()
                ? "needs " + needed.asText() + " bars, has "
                        + inference.path("bars").asText()
                : "no length would be enough";
    }

    private static void deflation(Fields fields, JsonNode deflation) {
        if (!deflation.isObject()) {
            return;
        }
        JsonNode readings = deflation.path("holdout_readings");
        fields.add(
                        "Deflated",
                        fine(number(deflation, "deflated_sharpe")) + "  (that it is above "
                                + ratio(number(deflation, "expected_maximum_sharpe"))
                                + " a year, the best of so many by luck; as of N = "
                                + deflation.path("trials").asText() + " trials)")
                .add(
                        "Overfitting",
                        deflation.path("overfitting_probability").isNumber()
                                ? percent(number(deflation, "overfitting_probability"))
                                        + "  (that the best of it and "
                                        + deflation.path("compared_with").asText()
                                        + " others, placebos included, is below the median afterwards)"
                                : null)
                .add("Holdout", readings.isNumber() ? TrialsText.read(readings.asInt()) + " so far" : null);
    }

    private static void baselines(Fields fields, JsonNode baselines) {
        JsonNode permuted = baselines.path("permuted");
        fields.add(
                        "Buy and hold",
                        baselines.path("buy_and_hold_sharpe").isNumber()
                                ? "Sharpe " + ratio(number(baselines, "buy_and_hold_sharpe"))
                                : null)
                .add(
                        "Majority",
                        baselines.path("majority_sharpe").isNumber()
                                ? "Sharpe " + ratio(number(baselines, "majority_sharpe"))
                                        + "  (always the more frequent signal)"
                                : null)
                .add(
                        "Permuted",
                        permuted.isObject()
                                ? "Sharpe " + ratio(number(permuted, "median_sharpe")) + "  (median of "
                                        + permuted.path("runs").asText() + " runs at shifted times; p = "
                                        + fine(number(permuted, "p_value")) + ")"
                                : null);
    }

    private static void costs(Fields fields, JsonNode costs) {
        if (!costs.isObject()) {
            return;
        }
        List<String> sweep = new ArrayList<>();
        costs.path("sweep")
                .forEach(step -> sweep.add(basisPoints(step.path("cost_bps").asDouble()) + " "
                        + signedPercent(number(step, "total_return"))));
        fields.add("Costs", sweep.isEmpty() ? null : String.join(", ", sweep))
                .add("At twice", signedPercent(number(costs, "return_at_twice_cost")))
                .add(
                        "Break-even",
                        costs.path("break_even_bps").isNumber()
                                ? basisPoints(costs.path("break_even_bps").asDouble()) + " per fill, has "
                                        + basisPoints(costs.path("own_bps").asDouble())
                                : "earns nothing even without costs");
    }

    private static String basisPoints(double bps) {
        return (bps == Math.rint(bps) ? String.valueOf((long) bps) : String.format(Locale.ROOT, "%.1f", bps)) + " bps";
    }

    private static void leaks(Fields fields, JsonNode leaks) {
        JsonNode ahead = leaks.path("look_ahead");
        if (ahead.isObject() && ahead.path("violations").asInt() == 0) {
            fields.add(
                    "Look-ahead",
                    "none found: " + ahead.path("points").asText()
                            + " sampled decisions are the same without later bars");
        }
    }

    private static void knowledge(Fields fields, JsonNode knowledge) {
        if (!knowledge.isObject()) {
            return;
        }
        fields.add(
                "Designer knew",
                "until " + knowledge.path("cutoff").asText() + ": Sharpe "
                        + half(knowledge, "before") + " on the "
                        + knowledge.path("bars_before").asText()
                        + " bars before, " + half(knowledge, "after") + " on the "
                        + knowledge.path("bars_after").asText() + " after");
    }

    private static String half(JsonNode knowledge, String part) {
        return ratio(number(knowledge.path(part), "sharpe"));
    }

    /** Who let a research go on although this gate stopped it; null when nobody did. */
    static @Nullable String bypass(JsonNode gate) {
        JsonNode bypass = gate.path("bypass");
        return bypass.isObject()
                ? "bypassed by " + bypass.path("by").asText() + ": "
                        + bypass.path("reason").asText()
                : null;
    }
}
