package io.ktrdr.coordinator.trial;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.random.SplitMix64;

/** A market that rises for some time and falls for some time, and does not tell which it is: a Markov-switching drift. */
final class RegimeBars {
    private static final double START_PRICE = 100;

    private RegimeBars() {}

    /**
     * @param volatility standard deviation of a bar's log return about its drift
     * @param drift      per bar, up or down, as a share of the volatility
     * @param stay       probability that the next bar is of the same regime
     */
    static Bars of(long seed, int size, Timeframe timeframe, double volatility, double drift, double stay) {
        SplitMix64 random = new SplitMix64(seed);
        long[] times = new long[size];
        double[][] columns = new double[5][size];
        double price = START_PRICE;
        int direction = 1;
        for (int i = 0; i < size; i++) {
            direction = random.nextDouble() < stay ? direction : -direction;
            double opened = price;
            price *= StrictMath.exp(volatility * (direction * drift + random.nextGaussian()));
            times[i] = i * timeframe.millis();
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
