package io.ktrdr.quant.split;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.bars.Bars;

/**
 * How a dataset is cut: the model learns on {@code train}, training stops by {@code validation}, and {@code test} is seen by
 * nobody until the backtest. Between neighbours lie as many bars as a label reaches ahead (purging; Lopez de Prado,
 * "Advances in Financial Machine Learning", 2018, chapter 7), so that no label of one is made of prices of the next.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Windows(Window train, Window validation, Window test) {
    public static final double TRAIN_FRACTION = 0.6;
    public static final double VALIDATION_FRACTION = 0.2;

    /** Fewer in one window say nothing. */
    public static final int FEWEST_BARS = 20;

    /** 60 % train, 20 % validation, 20 % test. */
    public static Windows of(Bars bars, int horizon) {
        return of(bars, horizon, TRAIN_FRACTION, VALIDATION_FRACTION);
    }

    /**
     * By fractions of all bars; the rest is the test window.
     *
     * @param horizon bars that a label looks ahead
     * @throws TooFewBarsException when a window would have fewer than {@value #FEWEST_BARS} bars
     */
    public static Windows of(Bars bars, int horizon, double trainFraction, double validationFraction) {
        if (!(trainFraction > 0) || !(validationFraction > 0) || !(trainFraction + validationFraction < 1)) {
            throw new IllegalArgumentException("Fractions must be positive and leave something for the test");
        }
        if (horizon < 1) {
            throw new IllegalArgumentException("The horizon must be at least 1 bar");
        }
        int size = bars.size();
        int validationFirst = (int) (size * trainFraction);
        int testFirst = (int) (size * (trainFraction + validationFraction));
        int purged = reach(horizon);
        int fewest = StrictMath.min(
                StrictMath.min(validationFirst - purged, testFirst - purged - validationFirst), size - testFirst);
        if (fewest < FEWEST_BARS) {
            throw new TooFewBarsException(size, horizon);
        }
        return new Windows(
                Window.of(bars, 0, validationFirst - purged),
                Window.of(bars, validationFirst, testFirst - purged),
                Window.of(bars, testFirst, size));
    }

    /**
     * How many bars after its own a label is made of: the fill at the next open, then {@code horizon} bars to the open that
     * ends it.
     */
    public static int reach(int horizon) {
        return horizon + 1;
    }
}
