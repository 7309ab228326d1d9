package io.ktrdr.coordinator.library;

import io.ktrdr.coordinator.assess.Assessment;
import io.ktrdr.quant.strategy.StrategySpec;

/**
 * What to remember of a research.
 *
 * @param brief          empty for a strategy that was brought along
 * @param strategySha256 of the strategy as the research had it
 */
public record Lesson(
        String researchId,
        String brief,
        StrategySpec strategy,
        String strategySha256,
        String datasetSha256,
        Assessment assessment) {}
