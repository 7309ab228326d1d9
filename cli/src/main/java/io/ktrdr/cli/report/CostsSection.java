package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;
import java.util.List;

/** What would be left with other costs. */
final class CostsSection {
    private CostsSection() {}

    /** @param costs {@code statistics.costs} */
    static void write(Html html, Findings costs) {
        List<Findings> sweep = costs.each("/sweep").stream()
                .filter(step ->
                        Double.isFinite(step.number("/cost_bps")) && Double.isFinite(step.number("/total_return")))
                .toList();
        if (sweep.isEmpty()) {
            Absent.write(html, "The sweep over costs has no figures.");
            return;
        }
        double own = costs.number("/own_bps");
        double breakEven = costs.number("/break_even_bps");
        String summary = (Double.isFinite(breakEven)
                        ? "It earns something up to " + Show.basisPoints(breakEven) + " a fill (fee and slippage)"
                        : "It loses even without any costs")
                + "; its strategy reckons with " + Show.basisPoints(own) + ". At twice these costs it would have made "
                + Show.number(costs.number("/return_at_twice_cost"), Figures::signedPercent) + ".";
        html.open("figure").element("h3", "Return by what a fill costs");
        Svg.costs(
                html,
                column(sweep, "/cost_bps"),
                column(sweep, "/total_return"),
                own,
                breakEven,
                "Total return by costs of a fill. " + summary);
        html.element("figcaption", summary).close();
        DataTable table = new DataTable("Return and Sharpe ratio by costs")
                .text("Costs of a fill")
                .number("Return")
                .number("Sharpe ratio");
        for (Findings step : sweep) {
            double cost = step.number("/cost_bps");
            table.row(
                    Show.basisPoints(cost) + (cost == own ? " (its own)" : ""),
                    Figures.signedPercent(step.number("/total_return")),
                    Show.number(step.number("/sharpe"), Figures::ratio));
        }
        table.write(html);
    }

    private static double[] column(List<Findings> sweep, String place) {
        return sweep.stream().mapToDouble(step -> step.number(place)).toArray();
    }
}
