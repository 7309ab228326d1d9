package io.ktrdr.quant.backtest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.Returns;
import io.ktrdr.quant.strategy.StrategySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The baseline of permuted signals: the strategy's own wanted sizes, shifted in time, round the end of the window to its
 * beginning. A shifted signal holds as much, as long, and trades as often as the real one, and knows nothing. Where the real
 * one is no better than these, its timing earned nothing.
 *
 * <p>Shifts are random and at least a twentieth of the window, and no less than a label reaches. Not thread-safe.
 */
public final class ShiftedSignals {
    /** What is kept of them for the probability of overfitting. */
    public static final int PLACEBOS = 20;

    private static final int MOST_RUNS = 200;
    /** A few seconds: what a long window may take altogether. */
    private static final int MOST_BARS = 20_000_000;

    private static final int NEAREST_PART = 20;

    private final Replay replay;
    private final StrategySpec strategy;
    private final double[] sizes;
    private final double[] shifted;
    private final int nearest;
    private final int runs;
    private final SplitMix64 random;
    private final List<Double> sharpes = new ArrayList<>();
    private final List<ReturnBlocks> placebos = new ArrayList<>();

    /**
     * @param sizes by bar of the dataset
     * @param seed  the same seed gives the same shifts
     */
    public ShiftedSignals(Replay replay, double[] sizes, StrategySpec strategy, long seed) {
        this.replay = replay;
        this.strategy = strategy;
        this.sizes = sizes;
        this.shifted = new double[sizes.length];
        int bars = replay.window().bars();
        this.nearest = StrictMath.max(
                bars / NEAREST_PART, Windows.reach(strategy.label().horizon()));
        this.runs = bars < 2 * nearest ? 0 : StrictMath.max(PLACEBOS, StrictMath.min(MOST_RUNS, MOST_BARS / bars));
        this.random = new SplitMix64(seed);
    }

    /**
     * @param runs         how many shifts were tried: fewer for a window of more than a hundred thousand bars, none for one too
     *                     short to be shifted
     * @param medianSharpe of them, annualised; one that never moved counts as 0
     * @param pValue       how probable it is that a signal that knows nothing does at least as well, 0..1: (1 + as good) /
     *                     (1 + runs) (Phipson and Smyth, "Permutation P-values Should Never Be Zero", 2010)
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Permuted(
            int runs,
            @Nullable Double medianSharpe,
            @Nullable Double pValue) {}

    /** How many there are to be run. */
    public int runs() {
        return runs;
    }

    public int done() {
        return sharpes.size();
    }

    /** The next one. */
    public void run() {
        Window window = replay.window();
        int bars = window.bars();
        int shift = nearest + random.nextInt(bars - 2 * nearest + 1);
        int first = window.firstIndex();
        System.arraycopy(sizes, first + shift, shifted, first, bars - shift);
        System.arraycopy(sizes, first, shifted, first + bars - shift, shift);
        Ledger ledger = replay.run(shifted, strategy.sizing(), strategy.costs());
        Double sharpe = replay.sharpe(ledger);
        sharpes.add(sharpe == null ? 0 : sharpe);
        ReturnBlocks blocks = ReturnBlocks.of(Returns.of(ledger.equity()));
        if (blocks != null && placebos.size() < PLACEBOS) {
            placebos.add(blocks);
        }
    }

    /** @param own the real signal's Sharpe ratio, annualised; null if it never moved, and is then not compared */
    public Permuted compareWith(@Nullable Double own) {
        if (own == null || sharpes.isEmpty()) {
            return new Permuted(sharpes.size(), null, null);
        }
        double threshold = own;
        double[] sorted =
                sharpes.stream().mapToDouble(sharpe -> sharpe).sorted().toArray();
        long asGood =
                Arrays.stream(sorted).filter(sharpe -> sharpe >= threshold).count();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Permuted(sorted.length, median, (1.0 + asGood) / (1 + sorted.length));
    }

    /** The first of them; none for a window of fewer returns than blocks. */
    public List<ReturnBlocks> placebos() {
        return List.copyOf(placebos);
    }
}
