package io.ktrdr.quant.backtest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.statistics.Performance;
import io.ktrdr.quant.strategy.StrategySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the same orders make at other costs. Costs are fee and slippage of a fill together, in basis points; they are divided
 * between the two as the strategy's own are, and are all fee where it has none.
 *
 * @param ownBps            what the strategy reckons with
 * @param sweep             by rising costs
 * @param returnAtTwiceCost total return with twice the strategy's own
 * @param breakEvenBps      at which it earns nothing, to a hundredth; {@value #MOST_BPS} stands for that or more. Null when it
 *                          earns nothing even without any costs
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CostSweep(
        double ownBps,
        List<Point> sweep,
        @Nullable Double returnAtTwiceCost,
        @Nullable Double breakEvenBps) {
    private static final double[] USUAL_BPS = {0, 5, 10};
    /** Half of what is traded: more would leave nothing to go on with. */
    private static final double MOST_BPS = 5000;

    private static final double BREAK_EVEN_TO = 0.01;

    public CostSweep {
        sweep = List.copyOf(sweep);
    }

    /** @param sharpe annualised */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Point(
            double costBps,
            @Nullable Double totalReturn,
            @Nullable Double sharpe) {}

    /** @param sizes by bar of the dataset */
    public static CostSweep of(Replay replay, double[] sizes, StrategySpec strategy) {
        double own = strategy.costs().feeBps() + strategy.costs().slippageBps();
        TreeSet<Double> costs = new TreeSet<>(List.of(own, 2 * own));
        for (double usual : USUAL_BPS) {
            costs.add(usual);
        }
        List<Point> sweep = new ArrayList<>();
        Double atTwice = null;
        for (double bps : costs) {
            Ledger ledger = replay.run(sizes, strategy.sizing(), costs(strategy.costs(), bps));
            Point point = new Point(bps, Performance.totalReturn(ledger.equity()), replay.sharpe(ledger));
            sweep.add(point);
            atTwice = bps == 2 * own ? point.totalReturn() : atTwice;
        }
        return new CostSweep(own, sweep, atTwice, breakEven(replay, sizes, strategy));
    }

    static StrategySpec.Costs costs(StrategySpec.Costs own, double bps) {
        double sum = own.feeBps() + own.slippageBps();
        if (bps == sum) {
            return own;
        }
        double fee = sum > 0 ? bps * (own.feeBps() / sum) : bps;
        return new StrategySpec.Costs(fee, bps - fee);
    }

    private static @Nullable Double breakEven(Replay replay, double[] sizes, StrategySpec strategy) {
        if (!earns(replay, sizes, strategy, 0)) {
            return null;
        }
        double low = 0;
        double high = 10;
        while (earns(replay, sizes, strategy, high)) {
            if (high == MOST_BPS) {
                return MOST_BPS;
            }
            low = high;
            high = StrictMath.min(MOST_BPS, 2 * high);
        }
        while (high - low > BREAK_EVEN_TO) {
            double middle = (low + high) / 2;
            if (earns(replay, sizes, strategy, middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean earns(Replay replay, double[] sizes, StrategySpec strategy, double bps) {
        Double total = Performance.totalReturn(replay.run(sizes, strategy.sizing(), costs(strategy.costs(), bps))
                .equity());
        return total != null && total > 0;
    }
}
