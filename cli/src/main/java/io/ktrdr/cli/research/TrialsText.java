package io.ktrdr.cli.research;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.contracts.trial.Trial;
import io.ktrdr.contracts.trial.TrialCount;
import io.ktrdr.contracts.trial.TrialList;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code research trials} for a person. */
final class TrialsText {
    private static final int SHORT_HASH = 12;

    private TrialsText() {}

    static List<String> of(TrialList trials) {
        if (trials.counts().isEmpty()) {
            return List.of("Nothing has been tried yet");
        }
        List<String> lines = new ArrayList<>();
        trials.counts().forEach(count -> lines.add(count(count)));
        if (!trials.items().isEmpty()) {
            lines.add("");
            lines.addAll(table(trials.items()).lines());
        }
        return lines;
    }

    /** {@code BTC-USD/4h  (sha256 0123456789ab)  N = 212 trials, 2 of them under way, ...}. */
    static String count(TrialCount count) {
        return market(count.market(), count.datasetSha256()) + "  " + numbers(count);
    }

    static String market(@Nullable String market, String sha256) {
        return Objects.requireNonNullElse(market, "unknown dataset") + "  (sha256 "
                + sha256.substring(0, Math.min(SHORT_HASH, sha256.length())) + ")";
    }

    static String numbers(TrialCount count) {
        return "N = " + count.trials() + (count.trials() == 1 ? " trial" : " trials") + ", " + count.withReturns()
                + " backtested"
                + (count.underWay() == 0 ? "" : ", " + count.underWay() + " under way")
                + (count.elsewhere() == 0
                        ? ""
                        : ", and " + count.elsewhere() + " more on other datasets of the same symbol")
                + "; held out data read " + times(count.holdoutReadings());
    }

    private static String times(int readings) {
        return switch (readings) {
            case 0 -> "never";
            case 1 -> "once";
            default -> readings + " times";
        };
    }

    private static Table table(List<Trial> trials) {
        Table table = new Table(
                "RESEARCH",
                "STRATEGY",
                "FAMILY",
                "BY",
                "OUTCOME",
                "SHARPE",
                "BARS",
                "TRADES",
                "DATASET",
                "ENDED",
                "NOTE");
        trials.forEach(trial -> table.row(
                trial.researchId(),
                trial.strategyName(),
                orNone(trial.family()),
                orNone(trial.requestedBy()),
                trial.outcome().wireName(),
                trial.sharpe() == null ? "-" : Figures.ratio(trial.sharpe()),
                orNone(trial.bars()),
                orNone(trial.trades()),
                orNone(trial.market()),
                trial.endedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                trial.reproduces() == null ? "" : "reproduces " + trial.reproduces()));
        return table;
    }

    static String orNone(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
