package io.ktrdr.contracts.trial;

import io.ktrdr.contracts.Wire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger.
 *
 * @param market          {@code SYMBOL/TIMEFRAME}; null when the dataset is not known any more
 * @param strategySha256  with the seed, it says which trials are the same one run again: those count once
 * @param requestedBy     who asked; null when nobody said
 * @param reproduces      the research that it was to reproduce; null for a trial of its own
 * @param sharpe          annualised, out of sample, after costs; null where nothing was backtested, or nothing moved
 * @param bars            per-bar returns that it is made of
 * @param returnsArtifact SHA-256 of those returns; null where nothing was backtested
 */
@Wire
public record Trial(
        String researchId,
        TrialOutcome outcome,
        String datasetSha256,
        @Nullable String market,
        String strategyName,
        @Nullable String family,
        String strategySha256,
        long seed,
        @Nullable String requestedBy,
        @Nullable String reproduces,
        @Nullable Double sharpe,
        @Nullable Integer bars,
        @Nullable Integer trades,
        @Nullable String returnsArtifact,
        Instant endedAt) {}
