package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;

/** What single trades brought. */
final class TradesSection {
    private TradesSection() {}

    static void write(Html html, Trades trades) {
        if (trades.all().isEmpty()) {
            Absent.write(html, "It never traded.");
            return;
        }
        Histogram histogram = Histogram.of(trades.gains());
        String summary = Show.counted(trades.all().size(), "trade") + ", " + Show.whole(trades.winners())
                + " of them with a gain. On average a trade brought " + Figures.signedPercent(trades.meanGain())
                + " of the equity after costs; the best " + Figures.signedPercent(trades.best()) + ", the worst "
                + Figures.signedPercent(trades.worst()) + ".";
        html.open("figure").element("h3", "Returns of single trades");
        Svg.histogram(html, histogram, "How many trades brought how much. " + summary);
        html.element("figcaption", summary);
        html.open("details").element("summary", "The same as a table");
        DataTable bins = new DataTable("Trades by return").text("Return").number("Trades");
        for (int i = 0; i < histogram.counts().length; i++) {
            bins.row(Svg.range(histogram, i), Show.whole(histogram.counts()[i]));
        }
        bins.write(html);
        html.close().close();

        DataTable sides = new DataTable("Trades by side")
                .text("Side")
                .number("Trades")
                .number("Won")
                .number("Mean return")
                .number("Best")
                .number("Worst")
                .number("Mean bars");
        for (String side : new String[] {"long", "short"}) {
            side(sides, side, trades.of(side));
        }
        side(sides, "all", trades);
        sides.write(html);
    }

    private static void side(DataTable table, String name, Trades trades) {
        int count = trades.all().size();
        table.row(
                name,
                Show.whole(count),
                Show.number((double) trades.winners() / count, Figures::percent),
                Show.number(trades.meanGain(), Figures::signedPercent),
                Show.number(trades.best(), Figures::signedPercent),
                Show.number(trades.worst(), Figures::signedPercent),
                Show.number(trades.meanBars(), mean -> String.format(java.util.Locale.ROOT, "%.1f", mean)));
    }
}
