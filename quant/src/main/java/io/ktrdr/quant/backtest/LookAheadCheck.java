package io.ktrdr.quant.backtest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.split.Window;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a signal knows what it cannot know yet: it is computed again as if the data ended at some point, and must be the same
 * up to there, bit for bit. A signal that looks one bar ahead cannot be.
 *
 * <p>Points are spread over the window, one at random in each equal part. Not thread-safe.
 */
public final class LookAheadCheck {
    private static final int MOST_POINTS = 8;

    private final Function<Bars, double[][]> signal;
    private final Bars bars;
    private final double[][] whole;
    private final int[] points;
    private int done;
    private int violations;
    private int firstViolation = Integer.MAX_VALUE;

    /**
     * @param signal columns of one value per bar, of the bars that it is given
     * @param bars   up to the end of the window, no further
     * @param whole  what the signal gives for these
     * @param window at least two bars, or there is no point to be checked
     * @param seed   the same seed gives the same points
     */
    public LookAheadCheck(Function<Bars, double[][]> signal, Bars bars, double[][] whole, Window window, long seed) {
        this.signal = signal;
        this.bars = bars;
        this.whole = whole;
        SplitMix64 random = new SplitMix64(seed);
        // the last bar has nothing after it to be looked at
        int candidates = window.bars() - 1;
        points = new int[StrictMath.min(MOST_POINTS, candidates)];
        for (int i = 0; i < points.length; i++) {
            int from = (int) ((long) i * candidates / points.length);
            int to = (int) ((i + 1L) * candidates / points.length);
            points[i] = window.firstIndex() + from + random.nextInt(to - from);
        }
    }

    /**
     * @param points         how many were checked
     * @param violations     at how many of them the signal was another
     * @param firstViolation close time of the first bar at which it was, ISO-8601 UTC; null if there is none
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record LookAhead(
            int points, int violations, @Nullable String firstViolation) {}

    public int points() {
        return points.length;
    }

    /** The next point; takes as long as the signal does. */
    public void check() {
        int point = points[done++];
        double[][] then = signal.apply(bars.prefix(point + 1));
        int differs = Integer.MAX_VALUE;
        for (int column = 0; column < whole.length; column++) {
            differs = StrictMath.min(differs, firstDifference(then[column], whole[column], point + 1));
        }
        violations += differs <= point ? 1 : 0;
        firstViolation = StrictMath.min(firstViolation, differs);
    }

    private static int firstDifference(double[] one, double[] other, int bars) {
        for (int bar = 0; bar < bars; bar++) {
            if (Double.doubleToLongBits(one[bar]) != Double.doubleToLongBits(other[bar])) {
                return bar;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Of the points checked so far. */
    public LookAhead result() {
        return new LookAhead(
                done,
                violations,
                violations == 0
                        ? null
                        : Instant.ofEpochMilli(bars.closeTime(firstViolation)).toString());
    }
}
