package io.ktrdr.coordinator.assess;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What a research came to.
 *
 * @param hypotheses         what to test next
 * @param hypothesisOutcomes what it says of the hypotheses that it was designed to test
 * @param method             who says so, e.g. that it was rules and no model was asked
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Assessment(
        Verdict verdict,
        List<String> strengths,
        List<String> weaknesses,
        List<String> suggestions,
        List<String> hypotheses,
        List<HypothesisOutcome> hypothesisOutcomes,
        String method) {
    public Assessment {
        strengths = List.copyOf(strengths);
        weaknesses = List.copyOf(weaknesses);
        suggestions = List.copyOf(suggestions);
        hypotheses = List.copyOf(hypotheses);
        hypothesisOutcomes = List.copyOf(hypothesisOutcomes);
    }
}
