package io.ktrdr.quant.indicators;

/** Directional movement, Wilder (1978). */
final class Trend {
    private Trend() {}

    /** ADX, +DI and -DI, 0..100; the sums start as TA-Lib's do. ADX needs 2 period bars, the others period + 1. */
    static double[][] directional(double[] high, double[] low, double[] close, int period) {
        int size = close.length;
        double[] adx = Windowed.undefined(size);
        double[] plus = Windowed.undefined(size);
        double[] minus = Windowed.undefined(size);
        double plusMoves = 0;
        double minusMoves = 0;
        double ranges = 0;
        double indexSum = 0;
        for (int i = 1; i < size; i++) {
            double up = high[i] - high[i - 1];
            double down = low[i - 1] - low[i];
            double decay = i < period ? 0 : 1.0 / period;
            plusMoves = plusMoves - plusMoves * decay + (up > 0 && up > down ? up : 0);
            minusMoves = minusMoves - minusMoves * decay + (down > 0 && down > up ? down : 0);
            ranges = ranges - ranges * decay + Volatility.trueRangeAt(high, low, close, i);
            if (i < period) {
                continue;
            }
            plus[i] = ranges == 0 ? 0 : 100 * (plusMoves / ranges);
            minus[i] = ranges == 0 ? 0 : 100 * (minusMoves / ranges);
            double both = plus[i] + minus[i];
            double index = both == 0 ? 0 : 100 * (StrictMath.abs(minus[i] - plus[i]) / both);
            if (i < 2 * period) {
                indexSum += index;
                if (i == 2 * period - 1) {
                    adx[i] = indexSum / period;
                }
            } else {
                adx[i] = (adx[i - 1] * (period - 1) + index) / period;
            }
        }
        return new double[][] {adx, plus, minus};
    }
}
