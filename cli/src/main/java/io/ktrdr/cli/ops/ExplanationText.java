package io.ktrdr.cli.ops;

import io.ktrdr.cli.ops.Explanation.AttemptAccount;
import io.ktrdr.cli.ops.Explanation.Share;
import io.ktrdr.cli.ops.Explanation.Span;
import io.ktrdr.cli.output.Bar;
import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code ops explain} for a person: how much went to what, then when, then which attempt it was. */
final class ExplanationText {
    private static final int SHARE_WIDTH = 20;
    private static final int TIMELINE_WIDTH = 30;

    private final Explanation explanation;
    private final double total;

    private ExplanationText(Explanation explanation) {
        this.explanation = explanation;
        this.total = Math.max(0.001, explanation.totalSeconds().doubleValue());
    }

    static List<String> of(Explanation explanation) {
        return new ExplanationText(explanation).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(explanation.operationId() + " " + explanation.operationType().wireName() + " "
                + explanation.status().wireName() + ", "
                + Figures.duration(explanation.totalSeconds().doubleValue()) + " in all"
                + (explanation.costUsd() == null ? "" : ", " + Figures.fineDollars(explanation.costUsd())));
        lines.add("");
        lines.addAll(summary().lines());
        if (!explanation.spans().isEmpty()) {
            lines.add("");
            lines.addAll(timeline().lines());
        }
        if (!explanation.attempts().isEmpty()) {
            lines.add("");
            lines.addAll(attempts().lines());
        }
        return lines;
    }

    private Table summary() {
        Table table = new Table("SECONDS     ", " SHARE", "");
        for (Share share : explanation.summary()) {
            double part = share.seconds().doubleValue() / total;
            table.row(
                    seconds(share.seconds()),
                    percent(part),
                    Table.pad(Bar.of(SHARE_WIDTH, part, 0), SHARE_WIDTH) + "  "
                            + share.timeClass().words());
        }
        return table.row(seconds(explanation.totalSeconds()), percent(1), "in all");
    }

    private Table timeline() {
        Table table = new Table("AT          ", "SECONDS     ", "", "");
        BigDecimal at = BigDecimal.valueOf(0, 3);
        for (Span span : explanation.spans()) {
            BigDecimal end = at.add(span.seconds());
            table.row(
                    seconds(at),
                    seconds(span.seconds()),
                    Table.pad(
                            Bar.within(TIMELINE_WIDTH, at.doubleValue() / total, end.doubleValue() / total),
                            TIMELINE_WIDTH),
                    span.timeClass().words() + (span.what().isEmpty() ? "" : ": " + span.what()));
            at = end;
        }
        return table;
    }

    private Table attempts() {
        Table table =
                new Table("STEP", "ATTEMPT", "STATUS", "BY", "WAITED", "HANDED OVER", "RAN", "LOST", "COST", "OUTCOME");
        for (AttemptAccount attempt : explanation.attempts()) {
            table.row(
                    attempt.operationType().wireName(),
                    String.valueOf(attempt.attempt()),
                    attempt.status().wireName(),
                    Objects.requireNonNullElse(attempt.executedBy(), "-"),
                    attempt.waitedSeconds().toPlainString(),
                    attempt.handedOverSeconds().toPlainString(),
                    attempt.keptSeconds().toPlainString(),
                    attempt.lostSeconds().toPlainString(),
                    cost(attempt.costUsd()),
                    Objects.requireNonNullElse(attempt.outcome(), ""));
        }
        return table;
    }

    private static String cost(@Nullable Double usd) {
        return usd == null ? "-" : Figures.fineDollars(usd);
    }

    /** Below each other, and with all their digits, so that who adds them up finds the total. */
    private static String seconds(BigDecimal seconds) {
        return String.format(Locale.ROOT, "%12s", seconds.toPlainString());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%6s", Figures.percent(share));
    }
}
