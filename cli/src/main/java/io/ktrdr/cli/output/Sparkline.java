package io.ktrdr.cli.output;

/** A curve in one line of text. */
public final class Sparkline {
    private static final String LEVELS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * The values from the lowest to the highest level; more values than {@code width} are averaged in groups, so that no
     * part of the curve is left out. Values that are not finite are left blank.
     */
    public static String of(double[] values, int width) {
        double[] points = values.length <= width ? values : averaged(values, width);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double point : points) {
            if (Double.isFinite(point)) {
                low = Math.min(low, point);
                high = Math.max(high, point);
            }
        }
        StringBuilder line = new StringBuilder(points.length);
        for (double point : points) {
            line.append(Double.isFinite(point) ? level(point, low, high) : ' ');
        }
        return line.toString();
    }

    /** The same between fixed ends: what is the same is drawn the same in every line. */
    public static String between(double low, double high, double[] values) {
        StringBuilder line = new StringBuilder(values.length);
        for (double value : values) {
            line.append(Double.isFinite(value) ? level(Math.clamp(value, low, high), low, high) : ' ');
        }
        return line.toString();
    }

    private static char level(double point, double low, double high) {
        if (high <= low) {
            return LEVELS.charAt(LEVELS.length() / 2);
        }
        int level = (int) ((point - low) / (high - low) * (LEVELS.length() - 1) + 0.5);
        return LEVELS.charAt(level);
    }

    private static double[] averaged(double[] values, int width) {
        double[] groups = new double[width];
        for (int group = 0; group < width; group++) {
            int from = (int) ((long) group * values.length / width);
            int to = (int) ((group + 1L) * values.length / width);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += values[i];
            }
            groups[group] = sum / (to - from);
        }
        return groups;
    }
}
