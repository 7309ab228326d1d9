package io.ktrdr.quant.strategy;

/**
 * One thing wrong with a strategy file.
 *
 * @param path where, e.g. {@code indicators[0].params.period}; empty for the whole file
 */
public record StrategyViolation(String path, String message) {}
