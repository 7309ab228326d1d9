package io.ktrdr.coordinator.gate;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a figure must not fall below, or not exceed, where the limit itself is allowed; or what it must exceed. */
record Threshold(String name, Side side, double limit, Unit unit) {
    enum Side {
        AT_LEAST,
        AT_MOST,
        ABOVE
    }

    enum Unit {
        /** Shown in percent. */
        SHARE,
        PLAIN,
        /** A number of things. */
        WHOLE
    }

    GateCheck check(@Nullable Double value) {
        boolean passed = value != null
                && switch (side) {
                    // written so that NaN fails
                    case AT_LEAST -> value >= limit;
                    case AT_MOST -> value <= limit;
                    case ABOVE -> value > limit;
                };
        return new GateCheck(name, value, limit, passed);
    }

    /** Empty when the value passes. */
    Optional<String> reason(@Nullable Double value) {
        if (check(value).passed()) {
            return Optional.empty();
        }
        if (value == null || value.isNaN()) {
            return Optional.of(name + "_missing");
        }
        return Optional.of(
                switch (side) {
                    case AT_LEAST -> name + "_below_threshold (" + shown(value) + " < " + shownLimit() + ")";
                    case ABOVE -> name + "_not_above_threshold (" + shown(value) + " <= " + shownLimit() + ")";
                    case AT_MOST -> name + "_above_threshold (" + shown(value) + " > " + shownLimit() + ")";
                });
    }

    private String shown(double value) {
        return switch (unit) {
            case SHARE -> String.format(Locale.ROOT, "%.1f%%", 100 * value);
            case PLAIN -> String.format(Locale.ROOT, "%.3f", value);
            case WHOLE -> String.format(Locale.ROOT, "%.0f", value);
        };
    }

    private String shownLimit() {
        return switch (unit) {
            case SHARE -> String.format(Locale.ROOT, "%.0f%%", 100 * limit);
            case PLAIN -> Double.toString(limit);
            case WHOLE -> String.format(Locale.ROOT, "%.0f", limit);
        };
    }
}
