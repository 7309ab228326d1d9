package io.ktrdr.coordinator.trial;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.contracts.trial.TrialCount;
import io.ktrdr.quant.statistics.Deflation;
import io.ktrdr.quant.statistics.OverfittingProbability;
import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backtest is worth, given all that was tried on the same data by then. Pure.
 *
 * @param trials                 N: this one and all others on the dataset, whatever became of them
 * @param trialsWithReturns      of those, how many have been backtested, this one included
 * @param sharpeVariance         of their Sharpe ratios, per bar; see {@link Deflation}
 * @param expectedMaximumSharpe  annualised: what the best of so many trials without skill would show
 * @param deflatedSharpe         the probability that the true Sharpe ratio is above that, 0..1
 * @param overfittingProbability 0..1; null when there is nothing to compare it with on the same bars
 * @param comparedWith           other trials and placebos that this was computed from
 * @param holdoutReadings        how often the dataset's held out part had been looked at
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Worth(
        long trials,
        int trialsWithReturns,
        double sharpeVariance,
        double expectedMaximumSharpe,
        double deflatedSharpe,
        @Nullable Double overfittingProbability,
        int comparedWith,
        int holdoutReadings) {
    /** The newest so many trials stand for all of them where each is compared with each. */
    static final int MOST_COMPARED = 1_000;

    /**
     * A backtest that is judged.
     *
     * @param blocks   null for fewer returns than blocks
     * @param placebos what its positions would have earned at other times
     */
    public record Judged(
            String strategySha256,
            long seed,
            Sample sample,
            double barsPerYear,
            @Nullable ReturnBlocks blocks,
            List<ReturnBlocks> placebos) {}

    static Worth of(Judged own, TrialCount count, List<Backtested> tried) {
        List<Backtested> others = tried.stream()
                .filter(other -> !other.isSameAs(own.strategySha256(), own.seed()))
                .toList();
        Deflation deflation = deflation(own.sample(), others, count.trials());
        List<ReturnBlocks> population = population(own.blocks(), own.placebos(), others);
        return new Worth(
                deflation.trials(),
                others.size() + 1,
                deflation.variance(),
                deflation.expectedMaximum() * StrictMath.sqrt(own.barsPerYear()),
                deflation.deflated(),
                population.size() < 2 ? null : OverfittingProbability.of(population),
                Math.max(0, population.size() - 1),
                count.holdoutReadings());
    }

    /** Trials that know the future count, but how far they are from the others says nothing of luck. */
    static Deflation deflation(Sample own, List<Backtested> others, long trials) {
        return Deflation.of(
                own,
                others.stream()
                        .filter(other -> !other.knowsTheFuture())
                        .mapToDouble(other -> other.sample().sharpe())
                        .toArray(),
                trials);
    }

    /**
     * This one, its placebos, and all others on the same bars. With the placebos, a strategy without company is compared with the
     * same strategy that has lost its timing; and many that have found the same do not make each other look like luck.
     */
    private static List<ReturnBlocks> population(
            @Nullable ReturnBlocks own, List<ReturnBlocks> placebos, List<Backtested> others) {
        List<ReturnBlocks> population = new ArrayList<>();
        if (own != null) {
            population.add(own);
            placebos.stream().filter(placebo -> placebo.bars() == own.bars()).forEach(population::add);
            population.addAll(onTheSameBars(others, own.bars()));
        }
        return population;
    }

    static List<ReturnBlocks> onTheSameBars(List<Backtested> trials, int bars) {
        return trials.stream()
                .map(Backtested::blocks)
                .filter(blocks -> blocks != null && blocks.bars() == bars)
                .limit(MOST_COMPARED)
                .toList();
    }
}
