package io.ktrdr.coordinator.choice;

import io.ktrdr.coordinator.choice.MonthComparison.Estimate;
import io.ktrdr.coordinator.choice.SimulatedMonth.Result;
import io.ktrdr.coordinator.choice.SimulatedMonth.Setting;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/budget.md}. Run by {@code ./mvnw -Pbench verify}. */
class SimulatedMonthBenchmark {
    private static final int MONTHS = 200;
    private static final Path REPORT = Path.of("target", "bench", "budget-month.md");
    private static final Setting STANDARD = MonthComparison.STANDARD;

    private final List<String> lines = new ArrayList<>();

    @Test
    void months() throws IOException {
        MonthComparison standard = MonthComparison.of(STANDARD, MONTHS);
        lines.add("| " + MONTHS + " months | always the first | the choice |");
        lines.add("|---|---|---|");
        figure(standard, "researches asked for", "%.0f", Result::wanted);
        figure(standard, "accepted", "%.0f", Result::accepted);
        figure(standard, "of these completed, %", "%.2f", result -> 100 * result.successRate());
        figure(
                standard,
                "calls of models for an accepted research",
                "%.3f",
                result -> (double) result.calls() / result.accepted());
        figure(standard, "US dollars a month", "%.2f", Result::usd);
        figure(standard, "US dollars for an accepted research", "%.4f", Result::usdEach);
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "From month to month the share that is completed has a standard deviation of %.2f and %.2f points.",
                100
                        * MonthComparison.over(standard.primary(), Result::successRate)
                                .deviation(),
                100
                        * MonthComparison.over(standard.choice(), Result::successRate)
                                .deviation()));
        lines.add("");
        lines.add("| | the choice costs less, % | completed more, percentage points | accepted more, % |");
        lines.add("|---|---|---|---|");
        row("**as above**", STANDARD);
        for (double easy : new double[] {0.80, 0.90, 0.97}) {
            row("the cheapest succeeds on %.2f of easy tasks".formatted(easy), with(MonthComparison.three(easy)));
        }
        row("the cheapest succeeds on 0.50 of easy tasks", with(MonthComparison.three(0.50)));
        row("two models, without the one in the middle", with(MonthComparison.two(MonthComparison.CHEAP)));
        row(
                "two models, the cheapest at half the price of the first",
                with(MonthComparison.two(MonthComparison.HALF_OF_DEAR)));
        row("no limit", new Setting(STANDARD.models(), null, STANDARD.hard(), STANDARD.sharedLuck()));
        for (String limit : new String[] {"6", "4", "2"}) {
            row(
                    "$" + limit + " a day",
                    new Setting(STANDARD.models(), new BigDecimal(limit), STANDARD.hard(), STANDARD.sharedLuck()));
        }
        for (double hard : new double[] {0.05, 0.40}) {
            row(
                    "%.0f %% of designs are hard".formatted(100 * hard),
                    new Setting(STANDARD.models(), STANDARD.limit(), hard, STANDARD.sharedLuck()));
        }
        for (double luck : new double[] {0, 0.8}) {
            row(
                    "shared luck %.1f".formatted(luck),
                    new Setting(STANDARD.models(), STANDARD.limit(), STANDARD.hard(), luck));
        }
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, lines);
        lines.forEach(System.out::println);
    }

    private static Setting with(List<SimulatedMonth.Model> models) {
        return new Setting(models, STANDARD.limit(), STANDARD.hard(), STANDARD.sharedLuck());
    }

    private void figure(MonthComparison months, String name, String format, ToDoubleFunction<Result> figure) {
        lines.add("| " + name + " | " + text(MonthComparison.over(months.primary(), figure), format) + " | "
                + text(MonthComparison.over(months.choice(), figure), format) + " |");
    }

    private void row(String name, Setting setting) {
        MonthComparison months = MonthComparison.of(setting, MONTHS);
        lines.add("| " + name + " | " + text(times(100, months.saving()), "%.1f") + " | "
                + text(times(100, months.moreSuccess()), "%+.2f") + " | "
                + text(times(100, months.moreAccepted()), "%+.1f") + " |");
    }

    private static Estimate times(double factor, Estimate estimate) {
        return new Estimate(factor * estimate.mean(), factor * estimate.margin(), factor * estimate.deviation());
    }

    private static String text(Estimate estimate, String format) {
        return String.format(Locale.ROOT, format, estimate.mean()) + " ± "
                + String.format(Locale.ROOT, format.replace("+", ""), estimate.margin());
    }
}
