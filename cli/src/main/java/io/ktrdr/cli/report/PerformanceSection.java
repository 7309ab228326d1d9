package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.report.Charts.LineChart;
import io.ktrdr.cli.report.Charts.Unit;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** How the equity went. */
final class PerformanceSection {
    private static final int MOST_POINTS = 3_000;
    private static final String GROUP = "equity";
    private static final int HEAT_LEVELS = 4;
    /** A month of so little is not coloured as if it mattered. */
    private static final double FAINTEST_SCALE = 0.01;

    private PerformanceSection() {}

    static void write(Html html, Charts charts, Findings found, Curve curve) {
        equity(html, charts, curve);
        drawdown(html, charts, curve);
        rolling(html, charts, found, curve);
        months(html, MonthlyReturns.of(curve.times(), curve.equity()));
    }

    private static void equity(Html html, Charts charts, Curve curve) {
        double[] market = curve.buyAndHold();
        int[] kept = Thinning.of(curve.equity(), MOST_POINTS);
        charts.add("equity", LineChart.overTime(times(curve, kept), Unit.RATIO))
                .series("Strategy", "strategy", Thinning.pick(curve.equity(), kept))
                .series("Buy and hold", "market", Thinning.pick(market, kept))
                .dashed()
                .group(GROUP)
                .level(1);
        int last = curve.bars() - 1;
        String summary = "From " + Show.day(curve.first()) + " to " + Show.day(curve.last()) + " ("
                + Show.counted(curve.bars(), "bar") + ") 1.00 became " + Figures.ratio(curve.equity()[last])
                + " after costs. Held from the first close to the last, without costs, it would have become "
                + Figures.ratio(market[last]) + "." + thinned(kept.length, curve.bars());
        if (Arrays.stream(curve.equity()).allMatch(value -> value > 0)) {
            Figure.withScale(html, "equity", "Equity against buy and hold", summary);
        } else {
            Figure.write(
                    html,
                    "equity",
                    "Equity against buy and hold",
                    summary + " It was used up on the way, so that there is no logarithmic scale.");
        }
    }

    private static void drawdown(Html html, Charts charts, Curve curve) {
        Drawdowns drawdowns = Drawdowns.of(curve.equity());
        double[] below = Arrays.stream(drawdowns.depth()).map(depth -> -depth).toArray();
        int[] kept = Thinning.of(below, MOST_POINTS);
        charts.add("drawdown", LineChart.overTime(times(curve, kept), Unit.PERCENT))
                .series("Drawdown", "loss", Thinning.pick(below, kept))
                .filled()
                .small()
                .group(GROUP)
                .level(0);
        Figure.write(html, "drawdown", "Drawdown", drawdownSummary(curve, drawdowns));
    }

    private static String drawdownSummary(Curve curve, Drawdowns drawdowns) {
        if (drawdowns.peak() == drawdowns.trough()) {
            return "The equity never fell below an earlier close.";
        }
        return "The deepest fall was " + Figures.percent(drawdowns.depth()[drawdowns.trough()]) + ", from the peak of "
                + Show.day(curve.times()[drawdowns.peak()]) + " to " + Show.day(curve.times()[drawdowns.trough()])
                + "; "
                + (drawdowns.recovered() < 0
                        ? "it was not made good by the end."
                        : "it was made good on " + Show.day(curve.times()[drawdowns.recovered()]) + ".");
    }

    private static void rolling(Html html, Charts charts, Findings found, Curve curve) {
        double stated = found.number("/statistics/inference/bars_per_year");
        double barsPerYear = Double.isFinite(stated) ? stated : curve.barsPerYear();
        RollingSharpe rolling = RollingSharpe.of(curve.returns(), barsPerYear);
        if (rolling == null) {
            html.open("figure").element("h3", "Rolling Sharpe ratio");
            Absent.write(
                    html,
                    "Too few bars: a window of a quarter of them would have fewer than " + RollingSharpe.SHORTEST_WINDOW
                            + ".");
            html.close();
            return;
        }
        charts.add("rolling", LineChart.overTime(times(curve, rolling.ends()), Unit.RATIO))
                .series("Sharpe, last " + Show.whole(rolling.window()) + " bars", "strategy", rolling.values())
                .small()
                .group(GROUP)
                .level(0);
        double[] defined =
                Arrays.stream(rolling.values()).filter(Double::isFinite).toArray();
        long below = Arrays.stream(defined).filter(value -> value < 0).count();
        Figure.write(
                html,
                "rolling",
                "Rolling Sharpe ratio",
                "Of the last " + Show.whole(rolling.window()) + " bars each time, annualised with "
                        + Show.whole(barsPerYear) + " bars a year. "
                        + (defined.length == 0
                                ? "Nothing moved in any of them."
                                : "Below 0 in " + Figures.percent((double) below / defined.length) + " of them."));
    }

    private static String thinned(int shown, int bars) {
        return shown == bars ? "" : " Drawn with " + Show.whole(shown) + " points, highs and lows kept.";
    }

    private static long[] times(Curve curve, int[] kept) {
        return IntStream.of(kept).mapToLong(i -> curve.times()[i]).toArray();
    }

    private static void months(Html html, MonthlyReturns returns) {
        html.open("h3").text("Month by month").close();
        html.open("div", "class", "scroll", "role", "region", "aria-label", "Returns by month", "tabindex", "0")
                .open("table", "class", "heat")
                .element("caption", "Return of each month, UTC, after costs");
        html.open("thead").open("tr").element("th", "Year", "scope", "col");
        for (Month month : Month.values()) {
            html.element("th", month.getDisplayName(TextStyle.SHORT, Locale.ENGLISH), "scope", "col");
        }
        html.element("th", "Total", "scope", "col").close().close().open("tbody");
        int[] years = returns.months().stream()
                .mapToInt(month -> month.month().getYear())
                .distinct()
                .toArray();
        for (int year : years) {
            year(html, returns, year);
        }
        html.close().close().close();
        if (returns.months().stream().anyMatch(month -> !month.whole())) {
            html.element("p", "* The test covers only a part of this month.", "class", "note");
        }
    }

    private static void year(Html html, MonthlyReturns returns, int year) {
        html.open("tr").element("th", String.valueOf(year), "scope", "row");
        for (Month month : Month.values()) {
            returns.months().stream()
                    .filter(one -> one.month().getYear() == year && one.month().getMonth() == month)
                    .findFirst()
                    .ifPresentOrElse(
                            one -> html.element(
                                    "td",
                                    Figures.signedPercent(one.gain()) + (one.whole() ? "" : "*"),
                                    "class",
                                    heat(one.gain(), returns.largest())),
                            () -> html.element("td", ""));
        }
        html.element("td", Figures.signedPercent(returns.year(year)), "class", "sum")
                .close();
    }

    /** One of a few steps of colour, by size. */
    static String heat(double gain, double largest) {
        int level = (int) Math.ceil(HEAT_LEVELS * Math.abs(gain) / Math.max(largest, FAINTEST_SCALE));
        if (level == 0) {
            return "flat";
        }
        return (gain > 0 ? "up" : "down") + Math.min(HEAT_LEVELS, level);
    }
}
