package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.contracts.operation.OperationView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What it is about, and the short answers. */
final class HeadSection {
    private HeadSection() {}

    static void write(Html html, Sources sources, Findings found) {
        OperationView research = sources.research();
        html.open("header");
        html.element("p", kicker(found), "class", "kicker").element("h1", title(research, found));
        if (research.brief() != null && !research.brief().isBlank()) {
            html.element("blockquote", research.brief());
        } else {
            html.element("p", "Without a brief: the strategy was brought ready-made.", "class", "missing");
        }
        verdict(html, research, found);
        html.open("ul", "class", "badges", "aria-label", "In short");
        badges(found).forEach(badge -> badge.write(html));
        html.close();
        if (research.errorMessage() != null) {
            html.element("p", "It ended with an error: " + research.errorMessage(), "class", "alert");
        }
        html.close();
        figures(html, sources, found);
    }

    static String title(OperationView research, Findings found) {
        String name = found.text("/strategy/name");
        if (!name.isEmpty()) {
            return name;
        }
        return research.strategyName() == null ? research.operationId() : research.strategyName();
    }

    private static String kicker(Findings found) {
        String market = found.has("/dataset")
                ? found.text("/dataset/symbol") + " " + found.text("/dataset/timeframe")
                : "no dataset";
        return "ktrdr research · " + market;
    }

    private static void verdict(Html html, OperationView research, Findings found) {
        String verdict = found.text("/assessment/verdict");
        String tone = switch (verdict) {
            case "promising" -> "good";
            case "poor" -> "bad";
            default -> "plain";
        };
        html.open("p", "class", "verdict " + tone).element("span", "Verdict", "class", "about");
        html.element(
                "strong",
                verdict.isEmpty() ? "none, as it is " + research.status().wireName() : Show.words(verdict));
        html.close();
    }

    static List<Badge> badges(Findings found) {
        List<Badge> badges = new ArrayList<>();
        badges.add(lookAhead(found.at("/statistics/leaks/look_ahead")));
        badges.add(tooGood(found.at("/statistics/leaks/too_good")));
        badges.add(StrictGate.of(found).badge());
        badges.add(trials(found));
        badges.add(holdout(found));
        if (found.has("/reproduction")) {
            badges.add(reproduction(found.at("/reproduction")));
        }
        return badges;
    }

    private static Badge lookAhead(Findings check) {
        if (!check.has("/violations")) {
            return new Badge(Badge.Tone.PLAIN, "Look-ahead", "not checked");
        }
        long violations = Math.round(check.number("/violations"));
        return violations == 0
                ? new Badge(
                        Badge.Tone.GOOD, "Look-ahead", "clean at " + Show.whole(check.number("/points")) + " points")
                : new Badge(
                        Badge.Tone.BAD,
                        "Look-ahead",
                        "violated at " + violations + " of " + Show.whole(check.number("/points")) + " points"
                                + (check.has("/first_violation") ? ", first " + check.text("/first_violation") : ""));
    }

    private static Badge tooGood(Findings alarm) {
        if (!alarm.has("/suspected")) {
            return new Badge(Badge.Tone.PLAIN, "Too good to be true", "not checked");
        }
        if (!alarm.json().path("suspected").asBoolean()) {
            return new Badge(Badge.Tone.GOOD, "Too good to be true", "no sign of it");
        }
        List<String> reasons = alarm.texts("/reasons").stream().map(Show::words).toList();
        return new Badge(
                Badge.Tone.BAD,
                "Too good to be true",
                reasons.isEmpty() ? "suspected" : "suspected: " + String.join(", ", reasons));
    }

    private static Badge trials(Findings found) {
        double trials = found.number("/deflation/trials");
        return Double.isFinite(trials)
                ? new Badge(
                        Badge.Tone.PLAIN,
                        "Trials on this dataset",
                        "N = " + Show.whole(trials) + " as of its assessment")
                : new Badge(Badge.Tone.PLAIN, "Trials on this dataset", "not counted");
    }

    private static Badge holdout(Findings found) {
        if (found.has("/holdout")) {
            return new Badge(
                    Badge.Tone.WARNING,
                    "Holdout",
                    "this is reading " + Show.whole(found.number("/holdout/reading")) + " by "
                            + found.text("/holdout/by") + ": " + found.text("/holdout/reason"));
        }
        double readings = found.number("/deflation/holdout_readings");
        if (!Double.isFinite(readings)) {
            return new Badge(
                    Badge.Tone.PLAIN,
                    "Holdout",
                    found.has("/windows/holdout") ? "locked, readings not counted" : "none was kept back");
        }
        return readings == 0
                ? new Badge(Badge.Tone.GOOD, "Holdout", "never read")
                : new Badge(
                        Badge.Tone.WARNING,
                        "Holdout",
                        "read " + (readings == 1 ? "once" : Show.whole(readings) + " times"));
    }

    private static Badge reproduction(Findings again) {
        return again.json().path("identical").asBoolean()
                ? new Badge(Badge.Tone.GOOD, "Reproduction", "identical to " + again.text("/of"))
                : new Badge(
                        Badge.Tone.BAD,
                        "Reproduction",
                        "differs from " + again.text("/of") + " in "
                                + Show.counted(again.json().path("differences").size(), "thing"));
    }

    private static void figures(Html html, Sources sources, Findings found) {
        html.open("section", "aria-label", "Key figures").open("dl", "class", "tiles");
        if (found.has("/backtest")) {
            tile(
                    html,
                    "Return",
                    Show.number(found.number("/backtest/total_return"), Figures::signedPercent),
                    "buy and hold "
                            + Show.number(found.number("/baselines/buy_and_hold_return"), Figures::signedPercent));
            tile(
                    html,
                    "Sharpe ratio",
                    Show.number(found.number("/backtest/sharpe"), Figures::ratio),
                    found.has("/statistics/inference/sharpe_low")
                            ? interval(found) + " with "
                                    + Show.number(
                                            found.number("/statistics/inference/confidence"),
                                            share -> String.format(Locale.ROOT, "%.0f%%", share * 100))
                                    + " confidence"
                            : "a year, risk-free rate 0");
            tile(
                    html,
                    "Deflated Sharpe",
                    found.has("/deflation/deflated_sharpe")
                            ? Figures.fine(found.number("/deflation/deflated_sharpe"))
                            : "not computed",
                    "0.95 or more is the usual demand");
            tile(
                    html,
                    "Max drawdown",
                    Show.number(found.number("/backtest/max_drawdown"), Figures::percent),
                    "from a peak of the equity");
            tile(
                    html,
                    "Trades",
                    Show.whole(found.number("/backtest/trades")),
                    "won " + Show.number(found.number("/backtest/win_rate"), Figures::percent));
            tile(html, "Break-even cost", breakEven(found), "a fill; it paid " + own(found));
        }
        html.close();
        if (!found.has("/backtest")) {
            html.element("p", Absent.backtest(sources.research(), found), "class", "missing");
        }
        html.close();
    }

    private static String interval(Findings found) {
        return Figures.ratio(found.number("/statistics/inference/sharpe_low")) + " to "
                + Figures.ratio(found.number("/statistics/inference/sharpe_high"));
    }

    private static String breakEven(Findings found) {
        if (!found.has("/statistics/costs")) {
            return "not computed";
        }
        return found.has("/statistics/costs/break_even_bps")
                ? Show.basisPoints(found.number("/statistics/costs/break_even_bps"))
                : "none: it loses without any";
    }

    private static String own(Findings found) {
        return found.has("/statistics/costs/own_bps")
                ? Show.basisPoints(found.number("/statistics/costs/own_bps"))
                : "what its strategy says";
    }

    private static void tile(Html html, String name, String value, String note) {
        html.open("div", "class", "tile")
                .element("dt", name)
                .element("dd", value, "class", "value")
                .element("dd", note, "class", "note")
                .close();
    }
}
