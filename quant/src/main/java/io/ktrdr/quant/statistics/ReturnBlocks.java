package io.ktrdr.quant.statistics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * A series of returns, reduced to what the comparison of many trials needs: the time cut into {@value #COUNT} blocks of equal
 * length, as nearly as possible, and of each the sum and the sum of squares.
 *
 * @param bars    number of returns, at least one a block
 * @param sums    of the returns, by block
 * @param squares sums of their squares, by block
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@SuppressWarnings("ArrayRecordComponent") // columns of numbers, never compared as wholes
public record ReturnBlocks(int bars, double[] sums, double[] squares) {
    /** As in the examples of the paper on {@link OverfittingProbability}: 12,870 ways to halve them. */
    public static final int COUNT = 16;

    public ReturnBlocks {
        if (bars < COUNT || sums.length != COUNT || squares.length != COUNT) {
            throw new IllegalArgumentException("There are " + COUNT + " blocks of at least one bar");
        }
        for (int block = 0; block < COUNT; block++) {
            if (!Double.isFinite(sums[block]) || !(squares[block] >= 0 && squares[block] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("Sums are finite, and those of squares not negative");
            }
        }
    }

    /** Null for fewer returns than blocks, and for returns so absurd that there is no number for their squares. */
    public static @Nullable ReturnBlocks of(double[] returns) {
        if (returns.length < COUNT) {
            return null;
        }
        double[] sums = new double[COUNT];
        double[] squares = new double[COUNT];
        for (int block = 0; block < COUNT; block++) {
            for (int bar = start(returns.length, block); bar < start(returns.length, block + 1); bar++) {
                sums[block] += returns[bar];
                squares[block] += returns[bar] * returns[bar];
            }
        }
        return DoubleStream.of(squares).allMatch(Double::isFinite)
                ? new ReturnBlocks(returns.length, sums, squares)
                : null;
    }

    private static int start(int bars, int block) {
        return (int) ((long) block * bars / COUNT);
    }

    /** How many returns a block has, when there are so many altogether. */
    static int length(int bars, int block) {
        return start(bars, block + 1) - start(bars, block);
    }
}
