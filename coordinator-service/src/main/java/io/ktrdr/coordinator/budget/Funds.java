package io.ktrdr.coordinator.budget;

import java.math.BigDecimal;

/**
 * US dollars of today (UTC), where they are limited.
 *
 * @param remaining not spent yet; negative when running researches have cost more than there was
 * @param committed that researches and tasks under way are still expected to spend
 * @param promised  the same with the researches that wait in line
 * @param expected  of each kind of operation
 */
public record Funds(BigDecimal remaining, BigDecimal committed, BigDecimal promised, ExpectedCost expected) {
    private static final BigDecimal LESS_THAN_NOTHING = BigDecimal.ONE.negate();

    /**
     * What can be spent beyond what is under way. Negative when all is spent: then nothing more begins, also what is
     * expected to cost nothing.
     */
    public BigDecimal affordable() {
        return remaining.signum() <= 0
                ? LESS_THAN_NOTHING
                : remaining.subtract(committed).max(BigDecimal.ZERO);
    }
}
