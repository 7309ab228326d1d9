package io.ktrdr.quant.statistics;

import java.util.Arrays;

/**
 * The probability of backtest overfitting, by combinatorially symmetric cross-validation: how often the strategy that is best on
 * one half of the time is worse than the median on the other half, over all ways to halve it.
 *
 * <p>Bailey, Borwein, Lopez de Prado and Zhu: The Probability of Backtest Overfitting, Journal of Computational Finance 20(4),
 * 2017.
 */
public final class OverfittingProbability {
    /** Blocks of time in the paper's own examples: 12,870 ways to halve them. */
    public static final int BLOCKS = 16;

    private final int trials;
    private final int blocks;
    private final double[] sums;
    private final double[] squares;
    private final int[] lengths;

    private OverfittingProbability(double[][] returns, int blocks) {
        this.trials = returns.length;
        this.blocks = blocks;
        this.sums = new double[trials * blocks];
        this.squares = new double[trials * blocks];
        this.lengths = new int[blocks];
        int bars = returns[0].length;
        for (int block = 0; block < blocks; block++) {
            int from = (int) ((long) block * bars / blocks);
            int to = (int) ((block + 1L) * bars / blocks);
            lengths[block] = to - from;
            for (int trial = 0; trial < trials; trial++) {
                for (int bar = from; bar < to; bar++) {
                    double value = returns[trial][bar];
                    sums[trial * blocks + block] += value;
                    squares[trial * blocks + block] += value * value;
                }
            }
        }
    }

    /**
     * @param returns one row a trial, one column a bar, the same bars for all; at least 2 trials
     * @param blocks  even, at least 2, at most 20, and no more than half the bars
     * @return 0..1; about 0.5 when no trial has any skill, near 0 when the best one really is better
     * @throws IllegalArgumentException when the trials cannot be compared
     */
    public static double of(double[][] returns, int blocks) {
        requireComparable(returns, blocks);
        return new OverfittingProbability(returns, blocks).share();
    }

    private static void requireComparable(double[][] returns, int blocks) {
        if (returns.length < 2) {
            throw new IllegalArgumentException("one trial cannot be the best of several");
        }
        if (blocks < 2 || blocks > 20 || blocks % 2 != 0 || returns[0].length < 2 * blocks) {
            throw new IllegalArgumentException(
                    "blocks are even, 2 to 20, of two bars at least: not " + blocks + " of " + returns[0].length + " bars");
        }
        for (double[] trial : returns) {
            if (trial.length != returns[0].length || !Arrays.stream(trial).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("all trials have a finite return for each of the same bars");
            }
        }
    }

    private double share() {
        long halvings = 0;
        double overfitted = 0;
        for (int inSample = 0; inSample < 1 << blocks; inSample++) {
            if (Integer.bitCount(inSample) == blocks / 2) {
                halvings++;
                overfitted += isOverfitted(inSample);
            }
        }
        return overfitted / halvings;
    }

    /** 1 when the best of this half is in the lower half of the other, 0 when it is not; between for ties of the best. */
    private double isOverfitted(int inSample) {
        int outOfSample = ~inSample & (1 << blocks) - 1;
        double[] in = sharpes(inSample);
        double[] out = sharpes(outOfSample);
        double best = Arrays.stream(in).max().orElseThrow();
        int ties = 0;
        int below = 0;
        for (int trial = 0; trial < trials; trial++) {
            if (in[trial] == best) {
                ties++;
                below += relativeRank(out, out[trial]) <= 0.5 ? 1 : 0;
            }
        }
        return (double) below / ties;
    }

    /** Rank of a value among all, from the lowest, over their number plus 1; ties share the middle of their ranks. */
    private static double relativeRank(double[] all, double value) {
        int lower = 0;
        int same = 0;
        for (double other : all) {
            lower += other < value ? 1 : 0;
            same += other == value ? 1 : 0;
        }
        return (lower + (same + 1) / 2.0) / (all.length + 1);
    }

    /** Of each trial over these blocks; a trial that never moved has 0. */
    private double[] sharpes(int chosen) {
        double[] sharpes = new double[trials];
        for (int trial = 0; trial < trials; trial++) {
            double sum = 0;
            double square = 0;
            int bars = 0;
            for (int block = 0; block < blocks; block++) {
                if ((chosen >> block & 1) == 1) {
                    sum += sums[trial * blocks + block];
                    square += squares[trial * blocks + block];
                    bars += lengths[block];
                }
            }
            double mean = sum / bars;
            double variance = square / bars - mean * mean;
            sharpes[trial] = variance > 0 ? mean / StrictMath.sqrt(variance) : 0;
        }
        return sharpes;
    }
}
