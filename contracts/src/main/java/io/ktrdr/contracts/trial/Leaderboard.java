package io.ktrdr.contracts.trial;

import io.ktrdr.contracts.Wire;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backtested researches on one dataset, deflated by all trials on it so far.
 *
 * @param expectedMaximumSharpe  annualised: what the best of so many trials without any skill would be expected to show
 * @param overfittingProbability how often what is best on one half of the time is below the median on the other, 0..1; null with
 *                               fewer than two trials on the same bars
 * @param standings              the highest deflated Sharpe ratio first
 */
@Wire
public record Leaderboard(
        TrialCount count,
        @Nullable Double expectedMaximumSharpe,
        @Nullable Double overfittingProbability,
        List<Standing> standings) {

    /** Deflated Sharpe ratio that counts as evidence of skill. */
    public static final double CONVINCING = 0.95;

    /**
     * @param sharpe         annualised, out of sample, after costs
     * @param probabilistic  that the true Sharpe ratio is above 0, had this been the only trial, 0..1
     * @param deflated       that it is above what the best of all trials so far would show without skill, 0..1
     * @param deflatedThen   the same when it was assessed; null for researches of earlier releases
     * @param trialsThen     N at that time
     * @param fell           convincing then, and not any more
     * @param lookAhead      {@code clean}, {@code violated} or {@code unchecked}
     * @param tooGood        that its result is rather a leak than skill
     * @param verdict        as it was assessed then; null without assessment
     */
    @Wire
    public record Standing(
            int rank,
            String researchId,
            String strategyName,
            @Nullable String family,
            @Nullable String requestedBy,
            double sharpe,
            @Nullable Integer trades,
            double probabilistic,
            double deflated,
            @Nullable Double deflatedThen,
            @Nullable Integer trialsThen,
            boolean fell,
            String lookAhead,
            boolean tooGood,
            @Nullable String verdict,
            Instant endedAt) {}
}
