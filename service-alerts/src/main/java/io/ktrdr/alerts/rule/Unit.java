package io.ktrdr.alerts.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** What a number means, and how people read it. */
public enum Unit {
    /** A share: 1 is all of it. */
    RATIO,
    SECONDS,
    COUNT,
    BYTES,
    /** 1: it is so. 0: it is not. */
    STATE;

    public String inWords(double value) {
        return switch (this) {
            case RATIO -> rounded(100 * value) + " %";
            case SECONDS -> duration(Duration.ofMillis(Math.round(1000 * value)));
            case COUNT -> rounded(value);
            case BYTES -> rounded(value / (1 << 20)) + " MiB";
            case STATE -> value >= 1 ? "yes" : "no";
        };
    }

    /** To one digit after the point, where that says anything. */
    private static String rounded(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String duration(Duration duration) {
        if (duration.toSeconds() < 120) {
            return duration.toSeconds() + " s";
        }
        if (duration.toMinutes() < 120) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " d";
    }
}
