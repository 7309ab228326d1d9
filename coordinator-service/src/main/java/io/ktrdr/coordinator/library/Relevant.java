package io.ktrdr.coordinator.library;

import java.util.List;

/**
 * What a design should know.
 *
 * @param experiments the most relevant first; the newest where none is relevant
 * @param hypotheses  those worth testing: the untested first, then those that were tested without a clear outcome
 */
public record Relevant(List<Experiment> experiments, List<Hypothesis> hypotheses) {
    public Relevant {
        experiments = List.copyOf(experiments);
        hypotheses = List.copyOf(hypotheses);
    }
}
