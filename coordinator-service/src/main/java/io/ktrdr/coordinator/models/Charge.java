package io.ktrdr.coordinator.models;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What one request cost.
 *
 * @param model its name in the file of models
 * @param usage what the provider counted; empty when it did not say: the answer came too late or not at all, or is silent
 *              about it
 * @param usd   US dollars, not rounded; without usage what the request may have cost at most
 */
public record Charge(String model, Optional<Usage> usage, BigDecimal usd) {
    boolean isOfNothing() {
        return usage.isPresent() && usage.get().total() == 0;
    }
}
