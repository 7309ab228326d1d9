package io.ktrdr.coordinator.models;

import java.math.BigDecimal;

/**
 * What one call cost.
 *
 * @param model its name in the file of models
 * @param usd   US dollars, not rounded
 */
public record Charge(String model, Usage usage, BigDecimal usd) {}
