package io.ktrdr.cli.report;

import org.jspecify.annotations.Nullable;

/** The figures of the backtest. */
final class MetricsSection {
    private MetricsSection() {}

    /** @param notAnnualized as in {@link Sources} */
    static void write(Html html, Findings found, @Nullable String notAnnualized) {
        Findings metrics = found.at("/backtest");
        DataTable table = new DataTable("Figures of the backtest, "
                        + (found.text("/statistics/window").equals("holdout") ? "holdout window" : "test window"))
                .text("Figure")
                .number("Value")
                .text("What it says");
        for (Metric metric : Metric.values()) {
            if (!metric.isIn(metrics)) {
                continue;
            }
            boolean silent = metric.yearly() && notAnnualized != null;
            table.row(
                    metric.title(),
                    silent ? Show.UNDEFINED : metric.shown(metrics),
                    silent ? notAnnualized + "." : metric.meaning());
        }
        table.write(html);
    }
}
