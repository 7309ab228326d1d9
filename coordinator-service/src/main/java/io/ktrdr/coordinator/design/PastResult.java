package io.ktrdr.coordinator.design;

import io.ktrdr.quant.strategy.StrategySpec;
import org.jspecify.annotations.Nullable;

/**
 * One strategy that has been tried, or is being tried.
 *
 * @param verdict promising, neutral or poor; null while it is not assessed
 */
public record PastResult(StrategySpec strategy, @Nullable String verdict) {}
