package io.ktrdr.cli.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.operation.OperationView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two researches side by side.
 *
 * @param comparable    both were measured on the same bars of the same dataset
 * @param differences   what else they do not share, in words: data, windows, seed, code
 * @param strategyDiff  unified; empty when they are the same
 * @param returns       null when there are not returns of both on the same bars
 */
@Wire
@RegisterForReflection
record Comparison(
        Side one,
        Side other,
        boolean comparable,
        List<String> differences,
        List<String> strategyDiff,
        List<Metric> metrics,
        @Nullable PairedReturns returns) {
    private static final int CONTEXT_LINES = 3;

    @Wire
    @RegisterForReflection
    record Side(
            String researchId,
            @Nullable String strategyName,
            @Nullable String dataset,
            @Nullable String seed) {}

    /**
     * @param kind how it is to be read
     * @param one  null where it is not known, or not defined
     */
    @Wire
    @RegisterForReflection
    record Metric(
            String name,
            Kind kind,
            @Nullable Double one,
            @Nullable Double other) {}

    @RegisterForReflection
    enum Kind {
        /** A fraction, e.g. of the equity; gains and losses have a sign. */
        GAIN,
        /** A fraction of a whole, 0..1. */
        SHARE,
        PROBABILITY,
        RATIO,
        COUNT
    }

    private record Place(String name, Kind kind, String pointer) {
        Metric of(JsonNode one, JsonNode other) {
            return new Metric(name, kind, value(one), value(other));
        }

        private @Nullable Double value(JsonNode result) {
            JsonNode value = result.at(pointer);
            return value.isNumber() ? value.doubleValue() : null;
        }
    }

    private static final List<Place> PLACES = List.of(
            new Place("Return", Kind.GAIN, "/backtest/total_return"),
            new Place("Annualized", Kind.GAIN, "/backtest/annualized_return"),
            new Place("Volatility", Kind.SHARE, "/backtest/volatility"),
            new Place("Sharpe", Kind.RATIO, "/backtest/sharpe"),
            new Place("Sortino", Kind.RATIO, "/backtest/sortino"),
            new Place("Calmar", Kind.RATIO, "/backtest/calmar"),
            new Place("Drawdown", Kind.SHARE, "/backtest/max_drawdown"),
            new Place("Win rate", Kind.SHARE, "/backtest/win_rate"),
            new Place("Profit factor", Kind.RATIO, "/backtest/profit_factor"),
            new Place("Exposure", Kind.SHARE, "/backtest/exposure"),
            new Place("Trades", Kind.COUNT, "/backtest/trades"),
            new Place("Buy and hold", Kind.GAIN, "/baselines/buy_and_hold_return"),
            new Place("Sharpe, low", Kind.RATIO, "/statistics/inference/sharpe_low"),
            new Place("Sharpe, high", Kind.RATIO, "/statistics/inference/sharpe_high"),
            new Place("Probabilistic Sharpe", Kind.PROBABILITY, "/statistics/inference/probabilistic_sharpe"),
            new Place("Deflated Sharpe then", Kind.PROBABILITY, "/deflation/deflated_sharpe"),
            new Place("Trials then (N)", Kind.COUNT, "/deflation/trials"),
            new Place("Overfitting then", Kind.PROBABILITY, "/deflation/overfitting_probability"),
            new Place("Permuted signals, p", Kind.PROBABILITY, "/baselines/permuted/p_value"),
            new Place("At twice the costs", Kind.GAIN, "/statistics/costs/return_at_twice_cost"),
            new Place("Break-even, bps", Kind.RATIO, "/statistics/costs/break_even_bps"),
            new Place("Accuracy", Kind.SHARE, "/training/accuracy"),
            new Place("Loss", Kind.PROBABILITY, "/training/loss"));

    /** @param returnsOf per bar; empty when there are none. Asked only when both are on the same bars */
    static Comparison of(OperationView one, OperationView other, Function<OperationView, double[]> returnsOf) {
        JsonNode first = result(one);
        JsonNode second = result(other);
        List<String> measured = differentBars(first, second);
        List<String> differences = new ArrayList<>(measured);
        differ(differences, first, second, "/seed", "the seed");
        differ(differences, first, second, "/code_version", "the release that ran it");
        boolean comparable = measured.isEmpty();
        return new Comparison(
                side(one, first),
                side(other, second),
                comparable,
                List.copyOf(differences),
                diff(one, first, other, second),
                PLACES.stream()
                        .map(place -> place.of(first, second))
                        .filter(metric -> metric.one() != null || metric.other() != null)
                        .toList(),
                comparable ? PairedReturns.of(returnsOf.apply(one), returnsOf.apply(other), barsPerYear(first)) : null);
    }

    private static List<String> differentBars(JsonNode first, JsonNode second) {
        List<String> differences = new ArrayList<>();
        differ(differences, first, second, "/dataset/sha256", "the dataset");
        differ(differences, first, second, "/statistics/window", "the window they were measured on");
        for (String end : List.of("from", "to")) {
            for (String window : List.of("test", "holdout")) {
                String name = window.equals("test") ? "the test window" : "the held out window";
                differ(
                        differences,
                        first,
                        second,
                        "/windows/" + window + "/" + end,
                        "where " + name + (end.equals("from") ? " begins" : " ends"));
            }
        }
        if (first.path("dataset").path("sha256").isMissingNode()
                || !first.path("backtest").isObject()
                || !second.path("backtest").isObject()) {
            differences.add("not both were backtested");
        }
        return differences;
    }

    private static void differ(List<String> differences, JsonNode first, JsonNode second, String pointer, String what) {
        String one = first.at(pointer).asText("");
        String other = second.at(pointer).asText("");
        if (!one.equals(other)) {
            differences.add(what + ": " + orNone(one) + " and " + orNone(other));
        }
    }

    private static String orNone(String value) {
        return value.isEmpty() ? "none" : value;
    }

    private static List<String> diff(OperationView one, JsonNode first, OperationView other, JsonNode second) {
        List<String> before = strategy(first);
        List<String> after = strategy(second);
        return UnifiedDiffUtils.generateUnifiedDiff(
                one.operationId(), other.operationId(), before, DiffUtils.diff(before, after), CONTEXT_LINES);
    }

    private static List<String> strategy(JsonNode result) {
        return result.path("strategy").path("yaml").asText("").lines().toList();
    }

    private static Side side(OperationView research, JsonNode result) {
        JsonNode dataset = result.path("dataset");
        return new Side(
                research.operationId(),
                result.path("strategy").path("name").asText(research.strategyName()),
                dataset.isObject()
                        ? TrialsText.market(
                                dataset.path("symbol").asText() + "/"
                                        + dataset.path("timeframe").asText(),
                                dataset.path("sha256").asText())
                        : null,
                result.path("seed").isMissingNode() ? null : result.path("seed").asText());
    }

    private static @Nullable Double barsPerYear(JsonNode result) {
        JsonNode bars = result.at("/statistics/inference/bars_per_year");
        return bars.isNumber() ? bars.doubleValue() : null;
    }

    private static JsonNode result(OperationView research) {
        return research.result() == null ? MissingNode.getInstance() : research.result();
    }
}
