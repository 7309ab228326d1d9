package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Drawings that need no script. Coordinates are those of a view box that is scaled to the page. */
final class Svg {
    private static final int WIDTH = 520;
    private static final int LEFT = 44;
    private static final int RIGHT = 12;

    /**
     * A stretch of a time line.
     *
     * @param tone as in {@link Charts.LineChart#shade}
     */
    record Stretch(String name, String tone, long from, long to) {}

    /** A moment of a time line. */
    record Moment(String name, long at) {}

    private Svg() {}

    /** Bars by bin, losses apart from gains. */
    static void histogram(Html html, Histogram histogram, String summary) {
        int height = 230;
        int base = height - 34;
        int top = 14;
        int bins = histogram.counts().length;
        int most = Arrays.stream(histogram.counts()).max().orElse(1);
        double step = (double) (WIDTH - LEFT - RIGHT) / bins;
        open(html, height, summary);
        for (int count : ticks(most)) {
            double y = base - (double) (base - top) * count / most;
            html.open("line", line(LEFT, y, WIDTH - RIGHT, y, "grid")).close();
            label(html, LEFT - 6, y + 4, "end", String.valueOf(count));
        }
        for (int i = 0; i < bins; i++) {
            double tall = (double) (base - top) * histogram.counts()[i] / most;
            html.open(
                    "rect",
                    "x",
                    at(LEFT + i * step + 1),
                    "y",
                    at(base - tall),
                    "width",
                    at(Math.max(1, step - 2)),
                    "height",
                    at(tall),
                    "class",
                    histogram.from(i) < 0 ? "loss" : "gain");
            html.element(
                            "title",
                            range(histogram, i) + ": " + Show.counted(histogram.counts()[i], "trade"))
                    .close();
        }
        int every = Math.max(1, (int) Math.ceil(bins / 7.0));
        for (int edge = 0; edge <= bins; edge++) {
            if (Math.floorMod(histogram.first() + edge, every) == 0) {
                label(html, LEFT + edge * step, base + 18, "middle", percent(histogram, edge));
            }
        }
        html.close();
    }

    static String range(Histogram histogram, int bin) {
        return percent(histogram, bin) + " to " + percent(histogram, bin + 1);
    }

    /** As many decimals as tell neighbouring edges apart. */
    private static String percent(Histogram histogram, int edge) {
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(histogram.width() * 100) - 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f%%", histogram.from(edge) * 100);
    }

    /** Total return by what a fill costs. */
    static void costs(Html html, double[] basisPoints, double[] returns, double own, double breakEven, String summary) {
        int height = 240;
        int base = height - 40;
        int top = 22;
        double reach = Math.max(Arrays.stream(basisPoints).max().orElse(1), finite(breakEven, 0)) * 1.04;
        double high = Math.max(0, Arrays.stream(returns).max().orElse(0));
        double low = Math.min(0, Arrays.stream(returns).min().orElse(0));
        double span = high > low ? high - low : 1;
        double across = (WIDTH - LEFT - 18 - RIGHT) / Math.max(reach, 1e-9);
        int left = LEFT + 18;
        open(html, height, summary);
        for (double value : new double[] {high, 0, low}) {
            double y = base - (value - low) / span * (base - top);
            html.open("line", line(left, y, WIDTH - RIGHT, y, value == 0 ? "zero" : "grid"))
                    .close();
            label(html, left - 6, y + 4, "end", Figures.percent(value));
        }
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < basisPoints.length; i++) {
            points.append(at(left + basisPoints[i] * across))
                    .append(',')
                    .append(at(base - (returns[i] - low) / span * (base - top)))
                    .append(' ');
        }
        html.open("polyline", "points", points.toString().strip(), "class", "strategy")
                .close();
        for (int i = 0; i < basisPoints.length; i++) {
            double x = left + basisPoints[i] * across;
            double y = base - (returns[i] - low) / span * (base - top);
            html.open("circle", "cx", at(x), "cy", at(y), "r", "4", "class", "strategy")
                    .element("title", Show.basisPoints(basisPoints[i]) + ": " + Figures.signedPercent(returns[i]))
                    .close();
        }
        upright(html, left + own * across, top, base, "own costs " + plain(own), own);
        upright(html, left + breakEven * across, top + 20, base, "break-even " + plain(breakEven), breakEven);
        double free = 0;
        for (double cost : basisPoints) {
            double x = left + cost * across;
            if (x >= free) {
                label(html, x, base + 18, "middle", plain(cost));
                free = x + 44;
            }
        }
        label(html, (left + WIDTH - RIGHT) / 2.0, height - 4, "middle", "basis points per fill");
        html.close();
    }

    private static void upright(Html html, double x, int top, int base, String name, double value) {
        if (Double.isFinite(value)) {
            html.open("line", line(x, top - 4, x, base, "mark")).close();
            boolean rightHalf = x > WIDTH / 2.0;
            label(html, x + (rightHalf ? -5 : 5), top, rightHalf ? "end" : "start", name);
        }
    }

    /** Windows beside each other, where there are no prices to draw them under. */
    static void timeline(Html html, List<Stretch> stretches, List<Moment> moments, String summary) {
        int height = 96;
        long from = stretches.stream().mapToLong(Stretch::from).min().orElse(0);
        long to = stretches.stream().mapToLong(Stretch::to).max().orElse(1);
        double across = (double) (WIDTH - 2 * RIGHT) / Math.max(1, to - from);
        open(html, height, summary);
        for (Stretch stretch : stretches) {
            double x = RIGHT + (stretch.from() - from) * across;
            double wide = (stretch.to() - stretch.from()) * across;
            html.open(
                            "rect",
                            "x",
                            at(x),
                            "y",
                            "28",
                            "width",
                            at(Math.max(1, wide)),
                            "height",
                            "34",
                            "class",
                            "window " + stretch.tone())
                    .element("title", stretch.name())
                    .close();
            if (wide > 10.0 * stretch.name().length()) {
                label(html, x + 6, 50, "start", stretch.name());
            }
        }
        for (Moment moment : moments) {
            if (moment.at() >= from && moment.at() <= to) {
                double x = RIGHT + (moment.at() - from) * across;
                html.open("line", line(x, 20, x, 66, "mark")).close();
                label(html, x, 15, x > WIDTH / 2.0 ? "end" : "start", moment.name());
            }
        }
        label(html, RIGHT, 84, "start", Show.day(from));
        label(html, WIDTH - RIGHT, 84, "end", Show.day(to));
        html.close();
    }

    private static void open(Html html, int height, String summary) {
        html.open("svg", "viewBox", "0 0 " + WIDTH + " " + height, "role", "img", "aria-label", summary);
    }

    private static String[] line(double x1, double y1, double x2, double y2, String style) {
        return new String[] {"x1", at(x1), "y1", at(y1), "x2", at(x2), "y2", at(y2), "class", style};
    }

    private static void label(Html html, double x, double y, String anchor, String text) {
        html.element("text", text, "x", at(x), "y", at(y), "text-anchor", anchor);
    }

    /** At most six round numbers from 0 to the largest. */
    private static int[] ticks(int most) {
        int power = 1;
        while (most > 50 * power) {
            power *= 10;
        }
        for (int digit : new int[] {1, 2, 5, 10}) {
            int step = digit * power;
            if (most <= 5 * step) {
                return IntStream.rangeClosed(0, most / step)
                        .map(tick -> tick * step)
                        .toArray();
            }
        }
        throw new IllegalStateException("No step for " + most);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Show.whole(number) : Figures.ratio(number);
    }

    private static double finite(double value, double otherwise) {
        return Double.isFinite(value) ? value : otherwise;
    }

    private static String at(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
