package io.ktrdr.quant.split;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.bars.Bars;
import org.jspecify.annotations.Nullable;

/**
 * How a dataset is cut: the model learns on {@code train}, training stops by {@code validation}, {@code test} is seen by nobody
 * until the backtest, and {@code holdout} by nobody at all until somebody asks for it, which is counted. Before validation and
 * test lie as many bars as a label reaches ahead (purging; Lopez de Prado, "Advances in Financial Machine Learning", 2018,
 * chapter 7), so that no label of one is made of prices of the next.
 *
 * @param holdout null where a dataset was cut before there was one
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Windows(
        Window train,
        Window validation,
        Window test,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Window holdout) {
    public static final double TRAIN_FRACTION = 0.5;
    public static final double VALIDATION_FRACTION = 0.2;
    public static final double TEST_FRACTION = 0.2;

    /** Fractions add up to all within this. */
    private static final double ROUNDING = 1e-9;

    /** Fewer in one window say nothing. */
    public static final int FEWEST_BARS = 20;

    /**
     * 50 % train, 20 % validation, 20 % test, and the last 10 % held out. Where test and holdout lie depends on the number of
     * bars only: so all strategies are tested on the same bars.
     */
    public static Windows of(Bars bars, int horizon) {
        return of(bars, horizon, TRAIN_FRACTION, VALIDATION_FRACTION, TEST_FRACTION);
    }

    /**
     * By fractions of all bars; the rest is held out, if there is a rest.
     *
     * @param horizon bars that a label looks ahead
     * @throws TooFewBarsException when a window would have fewer than {@value #FEWEST_BARS} bars
     */
    public static Windows of(
            Bars bars, int horizon, double trainFraction, double validationFraction, double testFraction) {
        double used = trainFraction + validationFraction + testFraction;
        if (!(trainFraction > 0) || !(validationFraction > 0) || !(testFraction > 0) || used > 1 + ROUNDING) {
            throw new IllegalArgumentException("Fractions must be positive and no more than all");
        }
        if (horizon < 1) {
            throw new IllegalArgumentException("The horizon must be at least 1 bar");
        }
        int size = bars.size();
        boolean holdsOut = used < 1 - ROUNDING;
        int validationFirst = share(size, trainFraction);
        int testFirst = share(size, trainFraction + validationFraction);
        int holdoutFirst = holdsOut ? share(size, used) : size;
        int purged = reach(horizon);
        int fewest = StrictMath.min(
                StrictMath.min(validationFirst - purged, testFirst - purged - validationFirst),
                StrictMath.min(holdoutFirst - testFirst, holdsOut ? size - holdoutFirst : Integer.MAX_VALUE));
        if (fewest < FEWEST_BARS) {
            throw new TooFewBarsException(size, horizon);
        }
        return new Windows(
                Window.of(bars, 0, validationFirst - purged),
                Window.of(bars, validationFirst, testFirst - purged),
                Window.of(bars, testFirst, holdoutFirst),
                holdsOut ? Window.of(bars, holdoutFirst, size) : null);
    }

    /** Whole bars; sums of fractions that are a hair below a whole number of bars make that number. */
    private static int share(int size, double fraction) {
        return (int) (size * (fraction + ROUNDING));
    }

    /**
     * How many bars after its own a label is made of: the fill at the next open, then {@code horizon} bars to the open that
     * ends it.
     */
    public static int reach(int horizon) {
        return horizon + 1;
    }
}
