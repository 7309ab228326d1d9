package io.ktrdr.quant.backtest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.statistics.Proportion;
import io.ktrdr.quant.statistics.Returns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An alarm for results that are too good to be honest. It looks at the timing alone: at each bar that was in the market, whether
 * the price moved in the position's direction; not at how far, at sizes or at costs. So a single absurd price counts as one bar,
 * and neither hides a leak nor looks like one.
 *
 * <p>A signal that knows the next bar is right nearly always. Honest ones are far from it: of returns that depend on the one
 * before by 0.3, much more than markets show, the best forecast is right 60 % of the time, and 75 % if it only acts on the
 * greatest moves. Being right as often as a trend makes everybody right is no skill and no suspicion, so the shares are measured
 * from that upwards.
 *
 * @param suspected     either figure is above its limit with 99.9 % confidence
 * @param reasons       in words, one for each
 * @param hitRate       share of the bars held, of those on which the price moved, on which it moved in the position's
 *                      direction, 0..1. Null when there is none
 * @param hitRateLow    the true share is above this with 99.9 % confidence
 * @param chanceHitRate what positions on the same sides, but at random times, would be right in this window
 * @param timingSharpe  per held bar, of the moves in the position's direction beyond the window's mean move, moves far out of the
 *                      ordinary cut off. Null when it is not defined
 * @param bars          held, on which the price moved
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TooGood(
        boolean suspected,
        List<String> reasons,
        @Nullable Double hitRate,
        @Nullable Double hitRateLow,
        @Nullable Double chanceHitRate,
        @Nullable Double timingSharpe,
        int bars) {
    private static final double CONFIDENCE = 0.999;
    /** As many standard errors. */
    private static final double CONFIDENCE_Z = 3.0902;
    /** Of the way from chance to being right always: 80 % where rises and falls are equally frequent. */
    private static final double SKILL_LIMIT = 0.6;
    /** What a hit rate of 80 % makes of normally distributed moves. */
    private static final double SHARPE_LIMIT = 0.85;
    /** Moves are cut off at so many standard deviations, estimated by the median deviation. */
    private static final double CUT_OFF = 5 * 1.4826;

    public TooGood {
        reasons = List.copyOf(reasons);
    }

    public static TooGood judge(Ledger ledger) {
        double[] moves = moves(ledger);
        double[] cut = cutOff(moves);
        double mean = Returns.mean(cut);
        double[] timing = new double[moves.length];
        int bars = 0;
        int hits = 0;
        int longs = 0;
        for (int i = 0; i < moves.length; i++) {
            double side = Position.sideOf(ledger.held()[i]);
            if (side != Position.FLAT && moves[i] != 0) {
                timing[bars] = side * (cut[i] - mean);
                hits += side * moves[i] > 0 ? 1 : 0;
                longs += side > 0 ? 1 : 0;
                bars++;
            }
        }
        if (bars == 0) {
            return new TooGood(false, List.of(), null, null, null, null, 0);
        }
        return judge(bars, hits, chance(moves, (double) longs / bars), Arrays.copyOf(timing, bars));
    }

    private static TooGood judge(int bars, int hits, double chance, double[] timing) {
        double hitRate = (double) hits / bars;
        double low = Proportion.low(hits, bars, CONFIDENCE);
        double sharpe = Returns.mean(timing) / Returns.deviation(timing);
        List<String> reasons = new ArrayList<>();
        if (low > chance + SKILL_LIMIT * (1 - chance)) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "right on %.1f%% of the bars held, where chance is right on %.1f%%",
                    100 * hitRate,
                    100 * chance));
        }
        if (sharpe - CONFIDENCE_Z * StrictMath.sqrt((1 + sharpe * sharpe / 2) / bars) > SHARPE_LIMIT) {
            reasons.add(String.format(Locale.ROOT, "Sharpe ratio of the timing is %.2f for every bar held", sharpe));
        }
        return new TooGood(
                !reasons.isEmpty(), reasons, hitRate, low, chance, Double.isFinite(sharpe) ? sharpe : null, bars);
    }

    /** Of the price while a position was held, by bar: from the fill at its open, or from the close before. */
    private static double[] moves(Ledger ledger) {
        Bars bars = ledger.bars();
        double[] moves = new double[ledger.held().length];
        for (int i = 1; i < moves.length; i++) {
            int bar = ledger.window().firstIndex() + i;
            boolean entered = Position.sideOf(ledger.held()[i]) != Position.sideOf(ledger.held()[i - 1]);
            moves[i] = bars.close(bar) / (entered ? bars.open(bar) : bars.close(bar - 1)) - 1;
        }
        return moves;
    }

    private static double[] cutOff(double[] moves) {
        double middle = median(moves);
        double spread = CUT_OFF
                * median(Arrays.stream(moves)
                        .map(move -> StrictMath.abs(move - middle))
                        .toArray());
        // a price that stands still more often than not has no such spread
        return spread > 0
                ? Arrays.stream(moves)
                        .map(move -> StrictMath.max(middle - spread, StrictMath.min(middle + spread, move)))
                        .toArray()
                : moves;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double chance(double[] moves, double longShare) {
        int rises = 0;
        int falls = 0;
        for (double move : moves) {
            rises += move > 0 ? 1 : 0;
            falls += move < 0 ? 1 : 0;
        }
        double rising = (double) rises / (rises + falls);
        return longShare * rising + (1 - longShare) * (1 - rising);
    }
}
