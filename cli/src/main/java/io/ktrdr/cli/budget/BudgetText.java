package io.ktrdr.cli.budget;

import io.ktrdr.cli.output.Bar;
import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.contracts.budget.BudgetReport;
import io.ktrdr.contracts.budget.BudgetReport.Item;
import java.util.ArrayList;
import java.util.List;

/** {@code budget} for a person. */
final class BudgetText {
    private static final int LIMIT_WIDTH = 40;
    private static final int ITEM_WIDTH = 20;
    private static final int LABEL_WIDTH = 40;

    private BudgetText() {}

    static List<String> of(BudgetReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Today (" + report.day() + " UTC)");
        limit(report, lines);
        lines.add("  spent      " + Figures.fineDollars(report.spentToday()));
        if (report.reservedToday() > 0) {
            lines.add(
                    "  reserved   " + Figures.fineDollars(report.reservedToday()) + " for calls that are not settled");
        }
        if (report.committed() > 0) {
            lines.add("  promised   " + Figures.fineDollars(report.committed()) + " to what has been accepted");
        }
        if (report.remaining() != null) {
            lines.add("  free       " + Figures.fineDollars(free(report, report.remaining())));
        }
        lines.add("");
        lines.add(total(report));
        if (!report.items().isEmpty()) {
            lines.add("");
            lines.addAll(table(report));
        }
        return lines;
    }

    private static double free(BudgetReport report, double remaining) {
        return Math.max(0, remaining - report.committed());
    }

    private static void limit(BudgetReport report, List<String> lines) {
        Double limit = report.dailyLimit();
        if (limit == null) {
            lines.add("  limit      none");
            return;
        }
        lines.add("  limit      " + Figures.fineDollars(limit) + " a day");
        if (limit > 0) {
            double spent = report.spentToday() / limit;
            double reserved = report.reservedToday() / limit;
            double promised = report.committed() / limit;
            lines.add("  " + Bar.of(LIMIT_WIDTH, spent, reserved + promised) + " " + Figures.percent(spent + reserved)
                    + " used");
        }
    }

    private static String total(BudgetReport report) {
        String when = report.days() == 1 ? "Today" : "In " + report.days() + " days";
        Item total = report.total();
        return when + ": " + Figures.fineDollars(charged(total)) + " for " + total.calls() + " calls";
    }

    private static List<String> table(BudgetReport report) {
        boolean labelled = report.by().equals("research");
        Table table = labelled
                ? new Table("RESEARCH", "CALLS", "INPUT", "CACHED", "OUTPUT", "USD", "", "ABOUT")
                : new Table(
                        report.by().equals("day") ? "DAY" : "MODEL", "CALLS", "INPUT", "CACHED", "OUTPUT", "USD", "");
        double dearest =
                report.items().stream().mapToDouble(BudgetText::charged).max().orElse(0);
        for (Item item : report.items()) {
            List<String> cells = new ArrayList<>(List.of(
                    item.key(),
                    String.valueOf(item.calls()),
                    Figures.count(item.inputTokens() + item.cacheWriteTokens()),
                    Figures.count(item.cacheReadTokens()),
                    Figures.count(item.outputTokens()),
                    Figures.fineDollars(charged(item)),
                    dearest > 0 ? Bar.alone(ITEM_WIDTH, item.usd() / dearest, item.unsettledUsd() / dearest) : ""));
            if (labelled) {
                cells.add(shortened(item.label()));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table.lines();
    }

    private static double charged(Item item) {
        return item.usd() + item.unsettledUsd();
    }

    private static String shortened(String label) {
        String line = label.lines().findFirst().orElse("");
        return line.length() <= LABEL_WIDTH ? line : line.substring(0, LABEL_WIDTH - 3) + "...";
    }
}
