package io.ktrdr.quant.backtest;

import io.ktrdr.quant.strategy.StrategySpec;

/** On which side of the market a strategy is; how much it holds is told by {@link Sizes}. */
public final class Position {
    public static final byte SHORT = -1;
    public static final byte FLAT = 0;
    public static final byte LONG = 1;

    private Position() {}

    /**
     * What the rules want after each bar.
     *
     * @param probabilities of a rise, by bar; NaN (warm-up) wants nothing
     */
    public static byte[] wanted(double[] probabilities, StrategySpec.Rules rules) {
        Double shortBelow = rules.shortBelow();
        double longAbove = rules.longAbove();
        // no comparison with NaN holds
        double below = shortBelow == null ? Double.NaN : shortBelow;
        byte[] positions = new byte[probabilities.length];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = probabilities[i] > longAbove ? LONG : probabilities[i] < below ? SHORT : FLAT;
        }
        return positions;
    }

    static byte sideOf(double size) {
        return size > 0 ? LONG : size < 0 ? SHORT : FLAT;
    }

    static String name(byte position) {
        return position == FLAT ? "flat" : position > 0 ? "long" : "short";
    }
}
