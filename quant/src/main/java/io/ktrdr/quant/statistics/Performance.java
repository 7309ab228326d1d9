package io.ktrdr.quant.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Figures by which strategies are compared. The risk-free rate is taken as 0. Null means that the figure is not defined for
 * this series; it is never replaced by 0, infinity or NaN.
 */
public final class Performance {
    private Performance() {}

    /** Last over first, minus 1. Null for fewer than one point or a start from nothing. */
    public static @Nullable Double totalReturn(double[] equity) {
        return equity.length == 0 ? null : defined(equity[equity.length - 1] / equity[0] - 1);
    }

    /**
     * The constant yearly growth that gives the same total return.
     *
     * @param bars       how many the total return took
     * @param barsPerYear of this market
     */
    public static @Nullable Double annualizedReturn(double totalReturn, int bars, double barsPerYear) {
        if (bars < 1 || totalReturn < -1) {
            return null;
        }
        return defined(StrictMath.pow(1 + totalReturn, barsPerYear / bars) - 1);
    }

    /** Standard deviation per year. */
    public static @Nullable Double volatility(double[] returns, double barsPerYear) {
        return defined(Returns.deviation(returns) * StrictMath.sqrt(barsPerYear));
    }

    /** Sharpe, "The Sharpe Ratio" (Journal of Portfolio Management, 1994), annualised. Null without any deviation. */
    public static @Nullable Double sharpe(double[] returns, double barsPerYear) {
        double deviation = Returns.deviation(returns);
        return deviation > 0 ? defined(Returns.mean(returns) / deviation * StrictMath.sqrt(barsPerYear)) : null;
    }

    /**
     * Sortino and Price, "Performance measurement in a downside risk framework" (Journal of Investing, 1994), target 0,
     * annualised. Null when nothing ever fell.
     */
    public static @Nullable Double sortino(double[] returns, double barsPerYear) {
        double downside = Returns.downsideDeviation(returns);
        return downside > 0 ? defined(Returns.mean(returns) / downside * StrictMath.sqrt(barsPerYear)) : null;
    }

    /** Annualised return over the greatest drawdown (Young, 1991). Null without any drawdown. */
    public static @Nullable Double calmar(@Nullable Double annualizedReturn, double maxDrawdown) {
        return annualizedReturn == null || maxDrawdown <= 0 ? null : defined(annualizedReturn / maxDrawdown);
    }

    /** The greatest loss from a peak, as a share of the peak, 0..1. 0 when it never fell. */
    public static double maxDrawdown(double[] equity) {
        double peak = Double.NEGATIVE_INFINITY;
        double deepest = 0;
        for (double value : equity) {
            peak = StrictMath.max(peak, value);
            deepest = StrictMath.max(deepest, drawdown(value, peak));
        }
        return deepest;
    }

    /** How far a value lies below a peak, 0..1. */
    public static double drawdown(double value, double peak) {
        return peak > 0 ? 1 - value / peak : 0;
    }

    /** Share of trades that earned something after costs. Null without trades. */
    public static @Nullable Double winRate(double[] profits) {
        int wins = 0;
        for (double profit : profits) {
            wins += profit > 0 ? 1 : 0;
        }
        return profits.length == 0 ? null : (double) wins / profits.length;
    }

    /** What the winners earned over what the losers lost. Null without a losing trade. */
    public static @Nullable Double profitFactor(double[] profits) {
        double earned = 0;
        double lost = 0;
        for (double profit : profits) {
            earned += StrictMath.max(0, profit);
            lost += StrictMath.max(0, -profit);
        }
        return lost > 0 ? defined(earned / lost) : null;
    }

    private static @Nullable Double defined(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
