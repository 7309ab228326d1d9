package io.ktrdr.quant.strategy;

/**
 * How large a position is while the rules want one, as a share of the equity: 1 is all of it, more is borrowed. The formulas
 * are in {@code docs/strategy-file.md}.
 */
public sealed interface Sizing {
    Sizing FULL = new Full();

    /**
     * How far a position may get from the wanted size, as a share of the equity, before it is brought back; infinite when
     * it is left alone until the rules want another side.
     */
    double rebalanceAbove();

    /** All of the equity. */
    record Full() implements Sizing {
        @Override
        public double rebalanceAbove() {
            return Double.POSITIVE_INFINITY;
        }
    }

    /**
     * Always the same part of it.
     *
     * @param fraction above 0, at most 1
     */
    record FixedFraction(double fraction) implements Sizing {
        @Override
        public double rebalanceAbove() {
            return Double.POSITIVE_INFINITY;
        }
    }

    /**
     * The less, the more the price moves (Moreira and Muir, "Volatility-Managed Portfolios", Journal of Finance 2017).
     *
     * @param annualVolatility of the equity that is aimed at, 0.2 is 20 % a year
     * @param lookback         bars whose returns tell how much the price moves
     * @param maxLeverage      the largest size
     */
    record VolatilityTarget(double annualVolatility, int lookback, double maxLeverage, double rebalanceAbove)
            implements Sizing {}

    /**
     * A part of what makes the equity grow fastest if the predicted probability is right (Kelly, "A New Interpretation of
     * Information Rate", Bell System Technical Journal 1956; for markets Thorp, "The Kelly Criterion in Blackjack, Sports
     * Betting, and the Stock Market", 2006).
     *
     * @param fraction    of it, above 0, at most 1
     * @param lookback    bars whose returns tell how far the price moves
     * @param maxLeverage the largest size
     */
    record Kelly(double fraction, int lookback, double maxLeverage, double rebalanceAbove) implements Sizing {}
}
