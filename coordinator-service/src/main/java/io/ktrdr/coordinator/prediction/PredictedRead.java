package io.ktrdr.coordinator.prediction;

/**
 * Something that a research is expected to read.
 *
 * @param resource {@code dataset:SYMBOL/TIMEFRAME} or {@code strategy:NAME}; with {@code *} for any characters where it stands
 *                 for several
 * @param reason   why, in words for people
 */
public record PredictedRead(String resource, String reason) {}
