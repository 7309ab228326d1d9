package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;
import java.util.Locale;

/** Whether it could be luck: every statistic with a sentence for a reader who is no statistician. */
final class LuckSection {
    private LuckSection() {}

    static void write(Html html, Findings found) {
        if (!found.has("/statistics") && !found.has("/deflation")) {
            Absent.write(html, Absent.statistics());
        } else {
            DataTable table = new DataTable("Statistics")
                    .text("Statistic")
                    .number("Value")
                    .text("What it says");
            inference(table, found.at("/statistics/inference"));
            deflation(table, found.at("/deflation"));
            permuted(table, found.at("/baselines/permuted"));
            hitRate(table, found.at("/statistics/leaks/too_good"));
            table.write(html);
        }
        baselines(html, found);
        memory(html, found);
    }

    private static void inference(DataTable table, Findings inference) {
        double bars = inference.number("/bars");
        double perYear = inference.number("/bars_per_year");
        if (inference.has("/probabilistic_sharpe")) {
            double probability = inference.number("/probabilistic_sharpe");
            table.row(
                    "Probabilistic Sharpe ratio",
                    Figures.fine(probability),
                    "Were this the only trial ever made, the true Sharpe ratio would be above 0 with a chance of "
                            + Show.inHundred(probability) + ", given " + Show.whole(bars)
                            + " returns and their shape (skewness " + shape(inference, "/skewness") + ", kurtosis "
                            + shape(inference, "/kurtosis") + "; 0 and 3 are normal).");
        }
        if (inference.has("/sharpe_low")) {
            double low = inference.number("/sharpe_low");
            double high = inference.number("/sharpe_high");
            table.row(
                    "Bootstrap interval of the Sharpe ratio",
                    Figures.ratio(low) + " to " + Figures.ratio(high),
                    "In " + Show.whole(inference.number("/resamples"))
                            + " histories put together from pieces of this one, of "
                            + Show.number(
                                    inference.number("/mean_block"), block -> String.format(Locale.ROOT, "%.0f", block))
                            + " bars on average, "
                            + Show.number(
                                    inference.number("/confidence"),
                                    share -> String.format(Locale.ROOT, "%.0f%%", share * 100))
                            + " of the Sharpe ratios lie within. "
                            + (low > 0
                                    ? "All of it is above 0."
                                    : high < 0
                                            ? "All of it is below 0."
                                            : "It includes 0: no gain at all is possible."));
        }
        if (inference.json().has("minimum_track_record_bars")) {
            double least = inference.number("/minimum_track_record_bars");
            table.row(
                    "Minimum track record",
                    Double.isFinite(least) ? Show.whole(least) + " bars" : "never",
                    Double.isFinite(least)
                            ? "So long must a Sharpe ratio like this last until it is told from 0"
                                    + (perYear > 0 ? ", " + Figures.ratio(least / perYear) + " years" : "")
                                    + ". This test has " + Show.whole(bars) + " bars: "
                                    + (bars >= least ? "long enough." : "too short.")
                            : "The Sharpe ratio is not above 0, so no length would show that it is.");
        }
    }

    private static String shape(Findings inference, String place) {
        return Show.number(inference.number(place), Figures::ratio);
    }

    private static void deflation(DataTable table, Findings deflation) {
        String trials = Show.whole(deflation.number("/trials"));
        if (deflation.has("/deflated_sharpe")) {
            double probability = deflation.number("/deflated_sharpe");
            table.row(
                    "Deflated Sharpe ratio",
                    Figures.fine(probability),
                    "The chance that the true Sharpe ratio is above what the best of " + trials
                            + " worthless trials on this dataset would show: " + Show.inHundred(probability)
                            + ". It falls as more is tried; 0.95 or more is the usual demand.");
        } else if (deflation.has("/trials")) {
            table.row(
                    "Deflated Sharpe ratio",
                    Show.UNDEFINED,
                    "It takes several trials with returns on the same dataset; there were "
                            + Show.whole(deflation.number("/trials_with_returns")) + ".");
        }
        if (deflation.has("/expected_maximum_sharpe")) {
            table.row(
                    "Expected maximum Sharpe ratio",
                    Figures.ratio(deflation.number("/expected_maximum_sharpe")),
                    "What the best of " + trials
                            + " worthless trials would show by luck alone, a year. A find has to be well above it.");
        }
        if (deflation.has("/overfitting_probability")) {
            double probability = deflation.number("/overfitting_probability");
            table.row(
                    "Probability of backtest overfitting",
                    Figures.fine(probability),
                    "Among this one and " + Show.whole(deflation.number("/compared_with"))
                            + " others (trials over the same bars, and its own signal at wrong times): how often the best"
                            + " one in one half of the time is among the worse half in the rest, "
                            + Show.inHundred(probability)
                            + ". 0.5 is a coin; above 0.2 the choice of the best means little.");
        } else if (deflation.has("/trials")) {
            table.row(
                    "Probability of backtest overfitting",
                    Show.UNDEFINED,
                    "It compares several trials over the same bars, and there were too few.");
        }
    }

    private static void permuted(DataTable table, Findings permuted) {
        if (permuted.has("/p_value")) {
            double value = permuted.number("/p_value");
            table.row(
                    "Permuted signals, p-value",
                    Figures.fine(value),
                    "Of " + Show.whole(permuted.number("/runs")) + " trials with the same positions at other times, "
                            + Show.inHundred(value) + " did as well or better (their median Sharpe ratio: "
                            + Show.number(permuted.number("/median_sharpe"), Figures::ratio) + ").");
        }
    }

    private static void hitRate(DataTable table, Findings alarm) {
        if (alarm.has("/hit_rate")) {
            table.row(
                    "Hit rate of single bars",
                    Figures.percent(alarm.number("/hit_rate")),
                    "Share of " + Show.whole(alarm.number("/bars"))
                            + " bars in the market that went its way"
                            + (alarm.has("/chance_hit_rate")
                                    ? "; at random times it would be "
                                            + Figures.percent(alarm.number("/chance_hit_rate"))
                                    : "")
                            + ". A rate that markets do not give away is a sign that the strategy has seen the future.");
        }
    }

    private static void baselines(Html html, Findings found) {
        DataTable table = new DataTable("Against strategies that know nothing")
                .text("Strategy")
                .number("Return")
                .number("Sharpe ratio");
        if (found.has("/backtest")) {
            baseline(table, found, "This one", "/backtest/total_return", "/backtest/sharpe");
        }
        if (found.has("/baselines/buy_and_hold_return")) {
            baseline(
                    table,
                    found,
                    "Buy and hold, after costs",
                    "/baselines/buy_and_hold_return",
                    "/baselines/buy_and_hold_sharpe");
        }
        if (found.has("/baselines/majority_return")) {
            baseline(
                    table,
                    found,
                    "Always the side that was more often right in training",
                    "/baselines/majority_return",
                    "/baselines/majority_sharpe");
        }
        if (!table.isEmpty()) {
            table.write(html);
        }
    }

    private static void baseline(DataTable table, Findings found, String name, String total, String sharpe) {
        table.row(
                name,
                Show.number(found.number(total), Figures::signedPercent),
                Show.number(found.number(sharpe), Figures::ratio));
    }

    /** Before and after what the designing model can remember. */
    private static void memory(Html html, Findings found) {
        html.element("h3", "What the designer may remember");
        Findings knowledge = found.at("/statistics/knowledge");
        String cutoff = knowledge.text("/cutoff").isEmpty()
                ? found.text("/designer_knowledge_cutoff")
                : knowledge.text("/cutoff");
        if (cutoff.isEmpty()) {
            Absent.write(
                    html,
                    found.text("/designer").equals("model")
                            ? "It is not known until when the designing model has read: it may have seen these very"
                                    + " prices."
                            : "No language model designed this strategy.");
            return;
        }
        html.element(
                "p",
                "The model that designed it knows the world until " + cutoff
                        + ". What it did before may be memory; only what comes after is a test of it.");
        if (!knowledge.has("/bars_before")) {
            Absent.write(html, "Results before and after that day are not told apart.");
            return;
        }
        DataTable table = new DataTable("Before and after " + cutoff)
                .text("Figure")
                .number("Before")
                .number("After");
        table.row("Bars", Show.whole(knowledge.number("/bars_before")), Show.whole(knowledge.number("/bars_after")));
        for (Metric metric : Metric.values()) {
            if (metric.comparable()) {
                table.row(metric.title(), metric.shown(knowledge.at("/before")), metric.shown(knowledge.at("/after")));
            }
        }
        table.write(html);
    }
}
