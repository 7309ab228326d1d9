package io.ktrdr.quant.statistics;

/** Elementary figures of a series of returns per bar (0.01 is one percent). */
public final class Returns {
    private Returns() {}

    /**
     * Simple returns between neighbours of an equity curve, one fewer than its points. A return from nothing is 0.
     *
     * @param equity not negative
     */
    public static double[] of(double[] equity) {
        double[] returns = new double[Math.max(0, equity.length - 1)];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = equity[i] == 0 ? 0 : equity[i + 1] / equity[i] - 1;
        }
        return returns;
    }

    /** NaN for an empty series. */
    public static double mean(double[] returns) {
        double sum = 0;
        for (double value : returns) {
            sum += value;
        }
        return sum / returns.length;
    }

    /** Sample standard deviation (divided by n - 1), in two passes. NaN for fewer than two returns. */
    public static double deviation(double[] returns) {
        if (returns.length < 2) {
            return Double.NaN;
        }
        double mean = mean(returns);
        double squares = 0;
        for (double value : returns) {
            squares += (value - mean) * (value - mean);
        }
        return StrictMath.sqrt(squares / (returns.length - 1));
    }

    /** Root of the mean square of the negative returns, over all returns (target 0). NaN for an empty series. */
    public static double downsideDeviation(double[] returns) {
        double squares = 0;
        for (double value : returns) {
            squares += value < 0 ? value * value : 0;
        }
        return StrictMath.sqrt(squares / returns.length);
    }

    /**
     * The third standardised moment (divided by n), 0 for a symmetric series. NaN for fewer than two returns, or none that
     * differs.
     */
    public static double skewness(double[] returns) {
        return standardisedMoment(returns, 3);
    }

    /** The fourth standardised moment (divided by n), not the excess: 3 for a normal distribution. NaN as above. */
    public static double kurtosis(double[] returns) {
        return standardisedMoment(returns, 4);
    }

    private static double standardisedMoment(double[] returns, int order) {
        double deviation = deviation(returns) * StrictMath.sqrt((returns.length - 1.0) / returns.length);
        if (!(deviation > 0)) {
            return Double.NaN;
        }
        double mean = mean(returns);
        double sum = 0;
        for (double value : returns) {
            double standard = (value - mean) / deviation;
            double square = standard * standard;
            sum += order == 3 ? square * standard : square * square;
        }
        return sum / returns.length;
    }
}
