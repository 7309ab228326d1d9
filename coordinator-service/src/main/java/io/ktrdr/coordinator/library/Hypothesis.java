package io.ktrdr.coordinator.library;

import io.ktrdr.contracts.memory.HypothesisStatus;
import org.jspecify.annotations.Nullable;

/**
 * Something that a research supposed.
 *
 * @param evidence  of its last test; null while there was none
 * @param relevance 0 to 1; 0 for what was not asked for
 */
public record Hypothesis(
        String id,
        String text,
        HypothesisStatus status,
        @Nullable String evidence,
        double relevance) {}
