package io.ktrdr.cli.report;

import java.util.stream.IntStream;

/** Fewer points of a long curve, without losing its highs and lows. */
final class Thinning {
    private Thinning() {}

    /**
     * Indexes to keep, increasing: the first, the last, and of each stretch in between its lowest and its highest.
     *
     * @param most at least 4
     */
    static int[] of(double[] values, int most) {
        if (values.length <= most) {
            return IntStream.range(0, values.length).toArray();
        }
        int stretches = (most - 2) / 2;
        IntStream.Builder kept = IntStream.builder();
        kept.add(0);
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = 1 + (int) ((long) stretch * (values.length - 2) / stretches);
            int to = 1 + (int) ((stretch + 1L) * (values.length - 2) / stretches);
            int low = from;
            int high = from;
            for (int i = from; i < to; i++) {
                low = values[i] < values[low] ? i : low;
                high = values[i] > values[high] ? i : high;
            }
            kept.add(Math.min(low, high));
            kept.add(Math.max(low, high));
        }
        kept.add(values.length - 1);
        return kept.build().distinct().toArray();
    }

    static double[] pick(double[] values, int[] indexes) {
        return IntStream.of(indexes).mapToDouble(i -> values[i]).toArray();
    }
}
