package io.ktrdr.coordinator.library;

import org.jspecify.annotations.Nullable;

/**
 * What one research tried, and what was thought of it.
 *
 * @param brief        empty for a strategy that was brought along
 * @param market       {@code SYMBOL/TIMEFRAME}; empty when it is not known any more
 * @param findings     strengths and weaknesses, a line each
 * @param suggestions  a line each
 * @param strategyYaml null when it is not kept any more
 * @param relevance    0 to 1; 0 for what was not asked for
 */
public record Experiment(
        String researchId,
        String brief,
        String strategyName,
        String family,
        String market,
        String verdict,
        String findings,
        String suggestions,
        @Nullable String strategyYaml,
        double relevance) {}
