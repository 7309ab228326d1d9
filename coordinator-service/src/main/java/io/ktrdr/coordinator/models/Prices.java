package io.ktrdr.coordinator.models;

import java.math.BigDecimal;

/** US dollars for a million tokens of each kind. Sums are exact: nothing is rounded. */
public record Prices(BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite) {
    private static final int MILLION_DIGITS = 6;

    /** US dollars, not rounded. */
    public BigDecimal cost(Usage usage) {
        return input.multiply(BigDecimal.valueOf(usage.input()))
                .add(output.multiply(BigDecimal.valueOf(usage.output())))
                .add(cacheRead.multiply(BigDecimal.valueOf(usage.cacheRead())))
                .add(cacheWrite.multiply(BigDecimal.valueOf(usage.cacheWrite())))
                .movePointLeft(MILLION_DIGITS);
    }

    /** What a call costs at most, whichever of its input the provider's cache has or takes. */
    BigDecimal atMost(Size size) {
        return input.max(cacheRead)
                .max(cacheWrite)
                .multiply(BigDecimal.valueOf(size.input()))
                .add(output.multiply(BigDecimal.valueOf(size.output())))
                .movePointLeft(MILLION_DIGITS);
    }
}
