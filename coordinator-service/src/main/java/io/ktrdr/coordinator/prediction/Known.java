package io.ktrdr.coordinator.prediction;

import io.ktrdr.coordinator.design.DatasetFacts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What there is when a brief is read.
 *
 * @param dataset    the one that the trigger chose; null when the choice is still open
 * @param datasets   all there are
 * @param strategies names of at least those that the brief names
 * @param shown      strategies of past researches on the same that the designer will be shown
 */
public record Known(
        @Nullable DatasetFacts dataset, List<DatasetFacts> datasets, Set<String> strategies, List<String> shown) {
    public Known {
        datasets = List.copyOf(datasets);
        strategies = Set.copyOf(strategies);
        shown = List.copyOf(shown);
    }
}
