package io.ktrdr.coordinator.trial;

import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trial that got as far as having returns.
 *
 * @param strategySha256 with the seed: which trial it is, however often it was run
 * @param sharpe         annualised; null where nothing moved
 * @param sample         of its returns per bar
 * @param barsPerYear    by which Sharpe ratios are annualised
 * @param blocks         null for fewer returns than blocks
 */
record Backtested(
        String researchId,
        String strategyName,
        @Nullable String family,
        String strategySha256,
        long seed,
        @Nullable String requestedBy,
        @Nullable Double sharpe,
        Sample sample,
        double barsPerYear,
        @Nullable ReturnBlocks blocks,
        @Nullable Integer trades,
        String lookAhead,
        boolean tooGood,
        @Nullable String verdict,
        @Nullable Double deflatedThen,
        @Nullable Integer trialsThen,
        Instant endedAt) {

    /** Or is too good to be true. */
    boolean knowsTheFuture() {
        return tooGood || lookAhead.equals("violated");
    }

    boolean isSameAs(String otherStrategySha256, long otherSeed) {
        return strategySha256.equals(otherStrategySha256) && seed == otherSeed;
    }
}
