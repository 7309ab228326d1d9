package io.ktrdr.coordinator.trial;

import io.ktrdr.contracts.trial.Leaderboard;
import io.ktrdr.contracts.trial.Leaderboard.Standing;
import io.ktrdr.contracts.trial.TrialCount;
import io.ktrdr.quant.statistics.Deflation;
import io.ktrdr.quant.statistics.OverfittingProbability;
import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.SharpeInference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is how likely to have skill, given everything that was tried so far: older results sink as N grows. Pure. */
final class Leaderboards {
    private Leaderboards() {}

    /** A trial as it is worth now. */
    private record Now(Backtested trial, double annualSharpe, Deflation deflation) {}

    /**
     * @param tried each trial once, the newest first
     * @param limit of standings; who has fallen is told whatever the rank
     */
    static Leaderboard of(TrialCount count, List<Backtested> tried, int limit) {
        List<Now> ranked = tried.stream()
                .map(trial -> new Now(trial, annual(trial.sample().sharpe(), trial), now(trial, tried, count)))
                .sorted(Comparator.comparingDouble((Now now) -> -now.deflation().deflated())
                        .thenComparingDouble(now -> -now.annualSharpe())
                        .thenComparing(now -> now.trial().researchId()))
                .toList();
        List<Standing> standings = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            Standing standing = standing(i + 1, ranked.get(i));
            if (i < limit || standing.fell()) {
                standings.add(standing);
            }
        }
        return new Leaderboard(count, expectedMaximum(ranked, tried), overfitting(tried), standings);
    }

    private static Deflation now(Backtested trial, List<Backtested> tried, TrialCount count) {
        return Worth.deflation(
                trial.sample(), tried.stream().filter(other -> other != trial).toList(), count.trials());
    }

    private static double annual(double perBar, Backtested trial) {
        return perBar * StrictMath.sqrt(trial.barsPerYear());
    }

    private static Standing standing(int rank, Now now) {
        Backtested trial = now.trial();
        double deflated = now.deflation().deflated();
        Double then = trial.deflatedThen();
        return new Standing(
                rank,
                trial.researchId(),
                trial.strategyName(),
                trial.family(),
                trial.requestedBy(),
                now.annualSharpe(),
                trial.trades(),
                SharpeInference.probabilistic(trial.sample(), 0),
                deflated,
                then,
                trial.trialsThen(),
                then != null && then >= Leaderboard.CONVINCING && deflated < Leaderboard.CONVINCING,
                trial.lookAhead(),
                trial.tooGood(),
                trial.verdict(),
                trial.endedAt());
    }

    /** As the newest trial sees it: it differs between trials only where they were tested on different bars. */
    private static @Nullable Double expectedMaximum(List<Now> ranked, List<Backtested> tried) {
        return ranked.stream()
                .filter(now -> now.trial() == tried.getFirst())
                .map(now -> annual(now.deflation().expectedMaximum(), now.trial()))
                .findFirst()
                .orElse(null);
    }

    /** Of choosing the best of the trials on the bars of the newest one. */
    private static @Nullable Double overfitting(List<Backtested> tried) {
        return tried.stream()
                .map(Backtested::blocks)
                .filter(blocks -> blocks != null)
                .findFirst()
                .map(blocks -> Worth.onTheSameBars(tried, blocks.bars()))
                .filter(population -> population.size() >= 2)
                .map((List<ReturnBlocks> population) -> OverfittingProbability.of(population))
                .orElse(null);
    }
}
