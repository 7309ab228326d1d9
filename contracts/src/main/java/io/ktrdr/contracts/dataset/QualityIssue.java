package io.ktrdr.contracts.dataset;

import io.ktrdr.contracts.Wire;

/**
 * One finding about imported bars.
 *
 * @param check   {@code ohlc}, {@code jump}, {@code gap}, {@code duplicate}, {@code volume} or {@code time_zone}
 * @param at      the bar's open time, ISO-8601 UTC
 * @param line    line of the imported file, 1 is the first; 0 where there is no line
 * @param message for people
 * @param dropped the bar was left out of the dataset
 */
@Wire
public record QualityIssue(String check, String at, long line, String message, boolean dropped) {}
