package io.ktrdr.cli.research;

import static io.ktrdr.cli.research.TrialsText.orNone;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.contracts.trial.Leaderboard;
import io.ktrdr.contracts.trial.Leaderboard.Standing;
import io.ktrdr.contracts.trial.LeaderboardList;
import java.util.ArrayList;
import java.util.List;

/** {@code research leaderboard} for a person. */
final class LeaderboardText {
    private static final String HOW_TO_READ =
            "Deflated: the chance that the true Sharpe ratio beats what the best of all N trials would show by luck; only "
                    + Leaderboard.CONVINCING + " and more is evidence of skill, and it falls as N grows.";

    private LeaderboardText() {}

    static List<String> of(LeaderboardList boards) {
        if (boards.items().isEmpty()) {
            return List.of("Nothing has been tried yet");
        }
        List<String> lines = new ArrayList<>();
        for (Leaderboard board : boards.items()) {
            lines.addAll(head(board));
            if (board.standings().isEmpty()) {
                lines.add("  nothing has been backtested");
            } else {
                lines.addAll(table(board.standings()).lines());
                lines.addAll(fallen(board));
            }
            lines.add("");
        }
        lines.add(HOW_TO_READ);
        return lines;
    }

    private static List<String> head(Leaderboard board) {
        List<String> lines = new ArrayList<>();
        lines.add(TrialsText.market(board.count().market(), board.count().datasetSha256()));
        lines.add("  as of " + TrialsText.numbers(board.count()));
        if (board.expectedMaximumSharpe() != null) {
            lines.add("  the best of them would be expected to show a Sharpe ratio of "
                    + Figures.ratio(board.expectedMaximumSharpe()) + " a year without any skill");
        }
        lines.add("  probability of backtest overfitting of picking the best: "
                + (board.overfittingProbability() == null
                        ? "not known, too few on the same bars"
                        : Figures.percent(board.overfittingProbability())));
        return lines;
    }

    private static Table table(List<Standing> standings) {
        Table table = new Table(
                "RANK",
                "RESEARCH",
                "STRATEGY",
                "FAMILY",
                "BY",
                "SHARPE",
                "TRADES",
                "PROBABILISTIC",
                "DEFLATED",
                "THEN",
                "VERDICT",
                "NOTE");
        standings.forEach(standing -> table.row(
                String.valueOf(standing.rank()),
                standing.researchId(),
                standing.strategyName(),
                orNone(standing.family()),
                orNone(standing.requestedBy()),
                Figures.ratio(standing.sharpe()),
                orNone(standing.trades()),
                Figures.fine(standing.probabilistic()),
                Figures.fine(standing.deflated()),
                then(standing),
                orNone(standing.verdict()),
                badges(standing)));
        return table;
    }

    private static String then(Standing standing) {
        if (standing.deflatedThen() == null) {
            return "-";
        }
        return Figures.fine(standing.deflatedThen())
                + (standing.trialsThen() == null ? "" : " (N = " + standing.trialsThen() + ")");
    }

    private static String badges(Standing standing) {
        List<String> badges = new ArrayList<>();
        if (standing.fell()) {
            badges.add("FELL");
        }
        switch (standing.lookAhead()) {
            case "violated" -> badges.add("LOOKS AHEAD");
            case "unchecked" -> badges.add("look-ahead unchecked");
            default -> {}
        }
        if (standing.tooGood()) {
            badges.add("TOO GOOD");
        }
        return String.join(", ", badges);
    }

    private static List<String> fallen(Leaderboard board) {
        List<Standing> fallen =
                board.standings().stream().filter(Standing::fell).toList();
        if (fallen.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("Fell below " + Leaderboard.CONVINCING + " since they were assessed:");
        fallen.forEach(standing -> lines.add("  " + standing.researchId() + " " + standing.strategyName() + ": "
                + then(standing) + " then, " + Figures.fine(standing.deflated()) + " now"));
        return lines;
    }
}
