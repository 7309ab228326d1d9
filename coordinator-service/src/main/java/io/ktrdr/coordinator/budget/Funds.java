package io.ktrdr.coordinator.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * US dollars of today (UTC), where they are limited.
 *
 * @param remaining  not spent yet; negative when running researches have cost more than there was
 * @param committed  that researches under way are still expected to spend
 * @param promised   the same with those that wait in line
 * @param costOfCall that one call of a model is expected to cost
 */
public record Funds(BigDecimal remaining, BigDecimal committed, BigDecimal promised, BigDecimal costOfCall) {

    /** How many calls of a model can be paid for, beyond those of the researches under way. */
    public int callsAffordable() {
        if (remaining.signum() <= 0) {
            return 0;
        }
        if (costOfCall.signum() == 0) {
            return Integer.MAX_VALUE;
        }
        return remaining
                .subtract(committed)
                .max(BigDecimal.ZERO)
                .divide(costOfCall, 0, RoundingMode.DOWN)
                .min(BigDecimal.valueOf(Integer.MAX_VALUE))
                .intValueExact();
    }
}
