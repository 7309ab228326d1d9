package io.ktrdr.quant.statistics;

import java.util.List;

/**
 * The probability of backtest overfitting, by combinatorially symmetric cross-validation: how often the trial that is best on
 * one half of the time is worse than the median of all trials on the other half, over all ways to choose half of the blocks.
 * Exactly the median, or the best half of several that are best, counts as one half.
 *
 * <p>Bailey, Borwein, Lopez de Prado and Zhu: The Probability of Backtest Overfitting, Journal of Computational Finance 20(4),
 * 2017.
 */
public final class OverfittingProbability {
    private static final int BLOCKS = ReturnBlocks.COUNT;
    private static final int HALF = BLOCKS / 2;
    private static final int SUBSETS = 1 << HALF;
    /** Less variance than this share of the mean square is a rounding error: returns that are all the same. */
    private static final double LEAST_VARIANCE = 1e-12;

    private final int trials;
    /** Of each subset of the first and of the last eight blocks, trial by trial: any choice is the sum of two of them. */
    private final double[][] sums = new double[2 * SUBSETS][];

    private final double[][] squares = new double[2 * SUBSETS][];
    private final int[] lengths = new int[2 * SUBSETS];

    private OverfittingProbability(List<ReturnBlocks> all) {
        this.trials = all.size();
        for (int end = 0; end < 2; end++) {
            for (int subset = 0; subset < SUBSETS; subset++) {
                addUp(all, end, subset);
            }
        }
    }

    private void addUp(List<ReturnBlocks> all, int end, int subset) {
        int slot = end * SUBSETS + subset;
        sums[slot] = new double[trials];
        squares[slot] = new double[trials];
        for (int bit = 0; bit < HALF; bit++) {
            if ((subset >> bit & 1) == 1) {
                int block = end * HALF + bit;
                lengths[slot] += ReturnBlocks.length(all.getFirst().bars(), block);
                int trial = 0;
                for (ReturnBlocks blocks : all) {
                    sums[slot][trial] += blocks.sums()[block];
                    squares[slot][trial] += blocks.squares()[block];
                    trial++;
                }
            }
        }
    }

    /**
     * @param trials at least 2, all on the same bars
     * @return 0..1: about 0.5 when no trial has any skill, near 0 when one really is better than the others
     * @throws IllegalArgumentException when the trials cannot be compared
     */
    public static double of(List<ReturnBlocks> trials) {
        if (trials.size() < 2) {
            throw new IllegalArgumentException("One trial cannot be the best of several");
        }
        for (ReturnBlocks trial : trials) {
            if (trial.bars() != trials.getFirst().bars()) {
                throw new IllegalArgumentException("Trials of " + trial.bars() + " and of "
                        + trials.getFirst().bars() + " bars cannot be compared");
            }
        }
        return new OverfittingProbability(trials).share();
    }

    private double share() {
        int halvings = 0;
        double overfitted = 0;
        double[] one = new double[trials];
        double[] other = new double[trials];
        // every choice and its complement, once
        for (int chosen = 0; chosen < 1 << BLOCKS - 1; chosen++) {
            if (Integer.bitCount(chosen) == HALF) {
                sharpes(chosen, one);
                sharpes(~chosen, other);
                overfitted += overfitted(one, other) + overfitted(other, one);
                halvings += 2;
            }
        }
        return overfitted / halvings;
    }

    /** Of each trial over these blocks; a trial that never moved has 0. */
    private void sharpes(int chosen, double[] sharpes) {
        int first = chosen & SUBSETS - 1;
        int last = SUBSETS + (chosen >> HALF & SUBSETS - 1);
        double bars = lengths[first] + lengths[last];
        for (int trial = 0; trial < trials; trial++) {
            double mean = (sums[first][trial] + sums[last][trial]) / bars;
            double square = (squares[first][trial] + squares[last][trial]) / bars;
            double variance = square - mean * mean;
            sharpes[trial] = variance > square * LEAST_VARIANCE ? mean / StrictMath.sqrt(variance) : 0;
        }
    }

    /** 1 when the best of one half is below the median of the other, 0 when it is above. */
    private static double overfitted(double[] in, double[] out) {
        double best = Double.NEGATIVE_INFINITY;
        for (double sharpe : in) {
            best = StrictMath.max(best, sharpe);
        }
        int ties = 0;
        double below = 0;
        for (int trial = 0; trial < in.length; trial++) {
            if (in[trial] == best) {
                ties++;
                below += belowMedian(out, out[trial]);
            }
        }
        return below / ties;
    }

    private static double belowMedian(double[] all, double value) {
        int lower = 0;
        int higher = 0;
        for (double other : all) {
            lower += other < value ? 1 : 0;
            higher += other > value ? 1 : 0;
        }
        return higher > lower ? 1 : higher == lower ? 0.5 : 0;
    }
}
