package io.ktrdr.cli.report;

import io.ktrdr.cli.report.Charts.LineChart;
import io.ktrdr.cli.report.Charts.Unit;
import io.ktrdr.quant.bars.Bars;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Which part of the data was for what. */
final class WindowsSection {
    private static final int MOST_POINTS = 3_000;
    /** The last day known is known to its end. */
    private static final long DAY_MILLIS = 86_400_000;

    private enum Use {
        TRAIN("train", "The model learned from it."),
        VALIDATION("validation", "Training stopped by it, so it flatters a little."),
        TEST("test", "Seen by nobody before the backtest."),
        HOLDOUT("holdout", "Locked: only an explicit, counted reading looks at it.");

        private final String key;
        private final String meaning;

        Use(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }
    }

    private WindowsSection() {}

    static void write(Html html, Charts charts, Findings found, Part<Bars> bars) {
        List<Svg.Stretch> windows = windows(found.at("/windows"));
        if (windows.isEmpty()) {
            Absent.write(html, "The windows are not part of this research's result.");
            return;
        }
        OptionalLong cutoff = found.millis("/designer_knowledge_cutoff");
        String cutoffLabel = "designer's knowledge ends";
        String summary = String.join(
                        ", ",
                        windows.stream()
                                .map(window ->
                                        window.name() + " " + Show.day(window.from()) + " to " + Show.day(window.to()))
                                .toList())
                + (cutoff.isPresent()
                        ? ". The knowledge of the model that designed the strategy ends on "
                                + Show.day(cutoff.getAsLong())
                        : "")
                + ".";
        switch (bars) {
            case Part.Present<Bars>(Bars prices) -> {
                LineChart chart = prices(charts, prices);
                windows.forEach(window -> chart.shade(window.from(), window.to(), window.name(), window.tone()));
                cutoff.ifPresent(at -> chart.mark(at + DAY_MILLIS, cutoffLabel));
                Figure.withScale(
                        html,
                        "windows-chart",
                        "Price and windows",
                        "The closing price of the dataset. Windows: " + summary);
            }
            case Part.Missing<Bars>(String reason) -> {
                html.open("figure").element("h3", "Windows");
                List<Svg.Moment> moments = new ArrayList<>();
                cutoff.ifPresent(at -> moments.add(new Svg.Moment(cutoffLabel, at + DAY_MILLIS)));
                Svg.timeline(html, windows, moments, summary);
                html.element("figcaption", "Windows: " + summary + " Without prices: " + reason)
                        .close();
            }
        }
        table(html, found.at("/windows"));
    }

    private static LineChart prices(Charts charts, Bars bars) {
        double[] closes = bars.closes();
        int[] kept = Thinning.of(closes, MOST_POINTS);
        return charts.add(
                        "windows-chart",
                        LineChart.overTime(
                                IntStream.of(kept).mapToLong(bars::closeTime).toArray(), Unit.PRICE))
                .series("Close", "price", Thinning.pick(closes, kept));
    }

    private static List<Svg.Stretch> windows(Findings windows) {
        List<Svg.Stretch> stretches = new ArrayList<>();
        for (Use use : Use.values()) {
            OptionalLong from = windows.millis("/" + use.key + "/from");
            OptionalLong to = windows.millis("/" + use.key + "/to");
            if (from.isPresent() && to.isPresent()) {
                stretches.add(new Svg.Stretch(use.key, use.key, from.getAsLong(), to.getAsLong()));
            }
        }
        return stretches;
    }

    private static void table(Html html, Findings windows) {
        DataTable table = new DataTable("Windows of the dataset")
                .text("Window")
                .text("From")
                .text("To")
                .number("Bars")
                .text("For what");
        for (Use use : Use.values()) {
            Findings window = windows.at("/" + use.key);
            if (window.has("/from")) {
                table.row(
                        use.key,
                        at(window, "/from"),
                        at(window, "/to"),
                        Show.whole(window.number("/bars")),
                        use.meaning);
            }
        }
        table.write(html);
        html.element(
                "p",
                "Between neighbours lie as many bars as a label reaches ahead, so that no label of one window is made of"
                        + " prices of the next.",
                "class",
                "note");
    }

    private static String at(Findings window, String place) {
        OptionalLong millis = window.millis(place);
        return millis.isPresent() ? Show.minute(Instant.ofEpochMilli(millis.getAsLong())) : window.text(place);
    }
}
