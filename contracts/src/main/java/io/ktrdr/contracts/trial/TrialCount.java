package io.ktrdr.contracts.trial;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * How often a dataset has been asked.
 *
 * @param market          {@code SYMBOL/TIMEFRAME}; null when the dataset is not known any more
 * @param trials          N: different pairs of strategy and seed that were tried on it by anybody, those under way included
 * @param underWay        of those, how many have not ended
 * @param withReturns     of those, how many have been backtested
 * @param elsewhere       trials on other datasets of the same symbol. They are not in N, but may have taught the same
 * @param holdoutReadings how often its last tenth has been looked at
 */
@Wire
public record TrialCount(
        String datasetSha256,
        @Nullable String market,
        int trials,
        int underWay,
        int withReturns,
        int elsewhere,
        int holdoutReadings) {}
