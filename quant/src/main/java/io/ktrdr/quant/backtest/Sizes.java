package io.ktrdr.quant.backtest;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.indicators.IndicatorCatalogue;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import java.util.Map;

/** How much of the equity a strategy wants to hold: more than 0 long, less than 0 short, 1 all of it. */
public final class Sizes {
    private Sizes() {}

    /**
     * What is wanted after each bar, known at its close: the side that the rules want, as large as the sizing says.
     *
     * @param probabilities of a rise, by bar; NaN (warm-up) wants nothing
     * @param barsPerYear   by which volatility is annualised; must be known before the first bar that is traded
     */
    public static double[] wanted(StrategySpec strategy, double[] probabilities, Bars bars, double barsPerYear) {
        byte[] sides = Position.wanted(probabilities, strategy.rules());
        double[] sizes = new double[sides.length];
        switch (strategy.sizing()) {
            case Sizing.Full full -> {
                for (int i = 0; i < sizes.length; i++) {
                    sizes[i] = sides[i];
                }
            }
            case Sizing.FixedFraction fixed -> {
                for (int i = 0; i < sizes.length; i++) {
                    sizes[i] = sides[i] * fixed.fraction();
                }
            }
            case Sizing.VolatilityTarget target -> {
                double[] volatility = volatility(bars, target.lookback());
                double perBar = target.annualVolatility() / StrictMath.sqrt(barsPerYear);
                for (int i = 0; i < sizes.length; i++) {
                    sizes[i] = signed(sides[i], over(perBar, volatility[i], target.maxLeverage()));
                }
            }
            case Sizing.Kelly kelly -> {
                double[] volatility = volatility(bars, kelly.lookback());
                double barsAhead = StrictMath.sqrt(strategy.label().horizon());
                for (int i = 0; i < sizes.length; i++) {
                    double edge = sides[i] * (2 * probabilities[i] - 1);
                    sizes[i] = signed(
                            sides[i], over(kelly.fraction() * edge, volatility[i] * barsAhead, kelly.maxLeverage()));
                }
            }
        }
        return sizes;
    }

    /** Standard deviation of the last log returns, per bar; NaN where there are not enough. */
    private static double[] volatility(Bars bars, int lookback) {
        return IndicatorCatalogue.get("volatility").compute(bars, Map.of("period", (double) lookback), "value");
    }

    /**
     * A quotient, at most the cap. 0 for nothing to gain, and where the risk is not known: a price that does not move at
     * all is rather one that nobody has asked for than one without risk.
     */
    private static double over(double wish, double risk, double cap) {
        return wish > 0 && risk > 0 ? StrictMath.min(cap, wish / risk) : 0;
    }

    /** Never a negative zero, which would have another bit pattern. */
    private static double signed(byte side, double size) {
        return side == Position.FLAT || size == 0 ? 0 : side * size;
    }
}
