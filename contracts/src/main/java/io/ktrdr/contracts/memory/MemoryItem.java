package io.ktrdr.contracts.memory;

import io.ktrdr.contracts.Wire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something remembered.
 *
 * @param id           the research's for an experiment, the hypothesis's own otherwise
 * @param text         the brief of an experiment, or the hypothesis in full
 * @param status       an experiment's verdict ({@code promising}, {@code neutral}, {@code poor}); a hypothesis's
 *                     {@link HypothesisStatus}
 * @param strategyName what was tried; of a hypothesis: what gave rise to it
 * @param researchId   the experiment, or the research that said the hypothesis first
 * @param dataset      {@code SYMBOL/TIMEFRAME}; null when it is not known any more
 * @param evidence     of a hypothesis's last test; null for others
 * @param relevance    0 to 1, to be compared within one answer only
 * @param snippet      where the words are found, in «»; plain text without angle brackets
 */
@Wire
public record MemoryItem(
        MemoryKind kind,
        String id,
        String text,
        String status,
        String strategyName,
        String researchId,
        @Nullable String dataset,
        @Nullable String evidence,
        double relevance,
        String snippet,
        Instant createdAt) {}
