package io.ktrdr.contracts.dataset;

import io.ktrdr.contracts.Wire;

/**
 * Bars that can be researched on.
 *
 * @param sha256     of the stored bars in canonical form: the dataset's identity, and the artifact that holds it
 * @param timeframe  e.g. {@code 1m}, {@code 4h}, {@code 1d}
 * @param firstBar   open time of the first bar, ISO-8601 UTC
 * @param lastBar    open time of the last bar
 * @param source     where it came from, e.g. a file name
 */
@Wire
public record DatasetView(
        String sha256,
        String symbol,
        String timeframe,
        int bars,
        String firstBar,
        String lastBar,
        String source,
        String importedAt,
        QualityReport quality) {}
