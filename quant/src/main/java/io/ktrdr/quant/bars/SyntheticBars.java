package io.ktrdr.quant.bars;

import io.ktrdr.quant.random.SplitMix64;

/**
 * Made-up series with known properties, the same for the same seed. Each bar opens at the previous close, so that
 * open-to-open and close-to-close returns are the same series shifted by one.
 */
public final class SyntheticBars {
    /** 2020-01-01T00:00:00Z. */
    private static final long START_MILLIS = 1_577_836_800_000L;

    private static final double START_PRICE = 100.0;

    private SyntheticBars() {}

    /**
     * A geometric random walk without drift: nobody can predict it.
     *
     * @param volatility standard deviation of a bar's log return, e.g. 0.01
     */
    public static Bars randomWalk(long seed, int size, Timeframe timeframe, double volatility) {
        return autoregressive(seed, size, timeframe, volatility, 0.0);
    }

    /**
     * Log returns r[t] = phi r[t-1] + e[t], e normal. The best forecast of the sign is the sign of phi r[t-1], right with
     * probability 1/2 + asin(|phi|) / pi (0.564 for 0.2).
     *
     * @param volatility standard deviation of the innovations e
     * @param phi        within (-1, 1)
     */
    public static Bars autoregressive(long seed, int size, Timeframe timeframe, double volatility, double phi) {
        if (!(volatility > 0 && volatility < 1) || !(phi > -1 && phi < 1)) {
            throw new IllegalArgumentException("volatility must be within (0, 1) and phi within (-1, 1)");
        }
        SplitMix64 random = new SplitMix64(seed);
        long[] times = new long[size];
        double[][] columns = new double[5][size];
        double price = START_PRICE;
        double logReturn = 0;
        for (int i = 0; i < size; i++) {
            double opened = price;
            logReturn = phi * logReturn + volatility * random.nextGaussian();
            // kept within a billion up or down, or a long walk would leave the range of doubles
            price = StrictMath.max(1e-7, StrictMath.min(1e11, price * StrictMath.exp(logReturn)));
            times[i] = START_MILLIS + i * timeframe.millis();
            columns[0][i] = opened;
            columns[1][i] =
                    StrictMath.max(opened, price) * (1 + 0.5 * volatility * StrictMath.abs(random.nextGaussian()));
            columns[2][i] =
                    StrictMath.min(opened, price) / (1 + 0.5 * volatility * StrictMath.abs(random.nextGaussian()));
            columns[3][i] = price;
            columns[4][i] = 100 * StrictMath.exp(0.5 * random.nextGaussian());
        }
        return Bars.of(timeframe, times, columns[0], columns[1], columns[2], columns[3], columns[4]);
    }
}
