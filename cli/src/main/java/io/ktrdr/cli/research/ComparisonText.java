package io.ktrdr.cli.research;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.research.Comparison.Metric;
import io.ktrdr.cli.research.Comparison.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code research compare} for a person. */
final class ComparisonText {
    private ComparisonText() {}

    static List<String> of(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.addAll(sides(comparison.one(), comparison.other()).lines());
        lines.add("");
        lines.add(
                comparison.comparable()
                        ? "Comparable: both were measured on the same bars"
                        : "Not comparable: they were not measured on the same bars");
        comparison.differences().forEach(difference -> lines.add("  - " + difference));
        lines.add("");
        lines.addAll(metrics(comparison.metrics()).lines());
        lines.add("");
        lines.addAll(returns(comparison));
        lines.add("");
        if (comparison.strategyDiff().isEmpty()) {
            lines.add("The strategies are the same");
        } else {
            lines.addAll(comparison.strategyDiff());
        }
        return lines;
    }

    private static Table sides(Side one, Side other) {
        return new Table("", one.researchId(), other.researchId())
                .row("Strategy", orNone(one.strategyName()), orNone(other.strategyName()))
                .row("Dataset", orNone(one.dataset()), orNone(other.dataset()))
                .row("Seed", orNone(one.seed()), orNone(other.seed()));
    }

    private static Table metrics(List<Metric> metrics) {
        Table table = new Table("", "A", "B");
        metrics.forEach(
                metric -> table.row(metric.name(), figure(metric, metric.one()), figure(metric, metric.other())));
        return table;
    }

    private static String figure(Metric metric, @Nullable Double value) {
        if (value == null) {
            return "-";
        }
        return switch (metric.kind()) {
            case GAIN -> Figures.signedPercent(value);
            case SHARE -> Figures.percent(value);
            case PROBABILITY -> Figures.fine(value);
            case RATIO -> Figures.ratio(value);
            case COUNT -> String.valueOf(Math.round(value));
        };
    }

    private static List<String> returns(Comparison comparison) {
        PairedReturns returns = comparison.returns();
        if (returns == null) {
            return List.of(
                    comparison.comparable()
                            ? "There are not returns per bar of both: whether the difference is luck cannot be said"
                            : "Returns are compared only on the same bars");
        }
        List<String> lines = new ArrayList<>();
        lines.add("Returns on the same " + returns.bars() + " bars"
                + (returns.correlation() == null
                        ? ", of which one never moves"
                        : ", correlation " + Figures.ratio(returns.correlation())));
        Double difference = returns.sharpeDifference();
        Double low = returns.low();
        Double high = returns.high();
        if (difference != null && low != null && high != null) {
            lines.add("Difference of the Sharpe ratios, A - B: " + sharpe(returns, difference) + " a "
                    + (returns.annualised() ? "year" : "bar") + ", with " + Math.round(returns.confidence() * 100)
                    + " % confidence between " + sharpe(returns, low) + " and " + sharpe(returns, high));
            lines.add(low > 0 || high < 0 ? "It is not explained by luck alone" : "It may be luck: 0 lies in between");
        }
        return lines;
    }

    /** A bar's has its first digit far behind the point. */
    private static String sharpe(PairedReturns returns, double value) {
        return returns.annualised() ? Figures.ratio(value) : Figures.fine(value);
    }

    private static String orNone(@Nullable String text) {
        return Objects.requireNonNullElse(text, "-");
    }
}
