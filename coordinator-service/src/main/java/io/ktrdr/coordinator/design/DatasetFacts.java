package io.ktrdr.coordinator.design;

/**
 * What a designer must know of the data, so that what it designs can be trained on them.
 *
 * @param timeframe e.g. {@code 4h}
 * @param bars      how many
 */
public record DatasetFacts(String symbol, String timeframe, int bars) {}
