package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What each gate asked, and what it got. */
final class GatesSection {
    private static final Set<String> AT_MOST =
            Set.of("loss", "max_drawdown", "overfitting_probability", "look_ahead_violations", "too_good");
    private static final Set<String> SHARES = Set.of(
            "accuracy", "loss_decrease", "win_rate", "max_drawdown", "overfitting_probability", "return_at_twice_cost");
    private static final Set<String> COUNTS =
            Set.of("trades", "bars_after_cutoff", "look_ahead_violations", "too_good");

    private GatesSection() {}

    static void write(Html html, Findings found) {
        List<Findings> gates = found.each("/gates");
        if (gates.isEmpty()) {
            Absent.write(html, "This research came to no gate.");
            return;
        }
        for (Findings gate : gates) {
            boolean passed = gate.json().path("passed").asBoolean();
            html.element(
                    "h3",
                    "After " + (gate.text("/gate").equals("backtest") ? "the backtest" : gate.text("/gate")) + ", "
                            + gate.text("/profile") + ": " + (passed ? "passed" : "not passed"));
            DataTable table = new DataTable("Gate after " + gate.text("/gate") + ", " + gate.text("/profile"))
                    .text("Check")
                    .number("Value")
                    .number("Threshold")
                    .text("Passed");
            if (gate.has("/bypass")) {
                html.element(
                        "p",
                        "Bypassed by " + gate.text("/bypass/by") + ", who gave as the reason: "
                                + gate.text("/bypass/reason"),
                        "class",
                        "alert");
            }
            for (Findings check : gate.each("/checks")) {
                String name = check.text("/name");
                table.row(
                        Show.words(name),
                        shown(name, check.number("/value")),
                        side(name) + shown(name, check.number("/threshold")),
                        check.json().path("passed").asBoolean() ? "✓ yes" : "✕ no");
            }
            table.write(html);
        }
    }

    private static String side(String check) {
        if (check.equals("return_at_twice_cost")) {
            return "above ";
        }
        return AT_MOST.contains(check) ? "at most " : "at least ";
    }

    private static String shown(String name, double value) {
        if (SHARES.contains(name)) {
            return Show.number(value, Figures::percent);
        }
        return COUNTS.contains(name)
                ? Show.number(value, number -> String.format(Locale.ROOT, "%,.0f", number))
                : Show.number(value, Figures::fine);
    }
}
