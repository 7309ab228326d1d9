package io.ktrdr.coordinator.assess;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.coordinator.gate.GateResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * The same, if it is no better than what it is proven by: nobody calls promising what may as well be luck.
     *
     * @param proof what the strict gate says of the backtest; null without backtest
     */
    public Assessment provenBy(@Nullable GateResult proof) {
        if (verdict != Verdict.PROMISING || proof != null && proof.passed()) {
            return this;
        }
        List<String> more = new ArrayList<>(weaknesses);
        more.add("It was called promising, which is not proven: "
                + (proof == null ? "it was not backtested" : proof.reason()) + ".");
        return new Assessment(Verdict.NEUTRAL, strengths, more, suggestions, hypotheses, hypothesisOutcomes, method);
    }
}
