package io.ktrdr.coordinator.choice;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The money of a day.
 *
 * @param limit     US dollars; null for unlimited
 * @param spent     of it, estimates of calls under way included
 * @param shareGone of the day (UTC), 0 to 1
 */
public record Purse(@Nullable BigDecimal limit, BigDecimal spent, double shareGone) {
    public static final Purse UNLIMITED = new Purse(null, BigDecimal.ZERO, 0);

    /** A day may begin busily. */
    private static final double HEAD_START = 0.25;

    private static final double NEARLY_ALL = 0.9;

    public enum State {
        FULL,
        /** At this pace there is nothing left before the day is over. */
        AHEAD,
        NEARLY_EMPTY
    }

    public State state() {
        if (limit == null) {
            return State.FULL;
        }
        if (limit.signum() <= 0) {
            return State.NEARLY_EMPTY;
        }
        double share = spent.doubleValue() / limit.doubleValue();
        if (share >= NEARLY_ALL) {
            return State.NEARLY_EMPTY;
        }
        return share > shareGone + HEAD_START ? State.AHEAD : State.FULL;
    }
}
