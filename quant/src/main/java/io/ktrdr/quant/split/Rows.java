package io.ktrdr.quant.split;

/**
 * Consecutive rows of features and labels, a row for each bar.
 *
 * @param first index of the first
 * @param end   index after the last; no less than {@code first}
 */
public record Rows(int first, int end) {
    public Rows {
        if (first < 0 || end < first) {
            throw new IllegalArgumentException("No rows: " + first + " to " + end);
        }
    }

    public int size() {
        return end - first;
    }
}
