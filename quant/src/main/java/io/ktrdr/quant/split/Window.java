package io.ktrdr.quant.split;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.bars.Bars;
import java.time.Instant;

/**
 * Consecutive bars of a dataset.
 *
 * @param from       open time of the first bar, ISO-8601 UTC
 * @param to         close time of the last bar, exclusive: the next window may begin there
 * @param firstIndex index of the first bar in the dataset
 * @param lastIndex  index of the last bar, inclusive
 * @param bars       how many
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Window(String from, String to, int firstIndex, int lastIndex, int bars) {

    /** Bars {@code first} (inclusive) to {@code end} (exclusive). */
    static Window of(Bars bars, int first, int end) {
        return new Window(
                Instant.ofEpochMilli(bars.openTime(first)).toString(),
                Instant.ofEpochMilli(bars.closeTime(end - 1)).toString(),
                first,
                end - 1,
                end - first);
    }

    /** The index after the last. */
    public int end() {
        return lastIndex + 1;
    }

    /** Whether these are bars of this series: indexes within it, and the times those of the bars. */
    public boolean isOf(Bars series) {
        return firstIndex >= 0
                && firstIndex <= lastIndex
                && lastIndex < series.size()
                && equals(of(series, firstIndex, end()));
    }

    public boolean overlaps(Window other) {
        return firstIndex <= other.lastIndex && other.firstIndex <= lastIndex;
    }
}
