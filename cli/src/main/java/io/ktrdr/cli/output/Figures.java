package io.ktrdr.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them; the same in every locale. */
public final class Figures {
    private static final String NONE = "-";
    private static final String BYTE_UNITS = "KMGTPE";

    private Figures() {}

    /** {@code $3.42}. */
    public static String dollars(double usd) {
        return String.format(Locale.ROOT, "$%.2f", usd);
    }

    /** {@code $3.42}, below ten cents {@code $0.0342}: what one call of a model costs. */
    public static String fineDollars(double usd) {
        return usd > 0 && usd < 0.1 ? String.format(Locale.ROOT, "$%.4f", usd) : dollars(usd);
    }

    /** A fraction as {@code +1.5%}; {@code -} for not a number. */
    public static String signedPercent(double fraction) {
        return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%+.2f%%", fraction * 100) : NONE;
    }

    /** A fraction as {@code 54.1%}; {@code -} for not a number. */
    public static String percent(double fraction) {
        return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%.1f%%", fraction * 100) : NONE;
    }

    /** {@code 1.25}; {@code -} for not a number. */
    public static String ratio(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : NONE;
    }

    /** {@code 0.6931}; {@code -} for not a number. */
    public static String fine(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : NONE;
    }

    /** {@code 950}, {@code 12.3k}, {@code 1.2M}. */
    public static String count(long number) {
        if (number < 1_000) {
            return String.valueOf(number);
        }
        return number < 999_950
                ? String.format(Locale.ROOT, "%.1fk", number / 1e3)
                : String.format(Locale.ROOT, "%.1fM", number / 1e6);
    }

    /** {@code 512 B}, {@code 3.4 MiB}, {@code 1.9 GiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < BYTE_UNITS.length() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %ciB", value, BYTE_UNITS.charAt(unit));
    }

    /** {@code 0m 30s}, {@code 2h 05m}, {@code 3d 04h}. */
    public static String duration(double seconds) {
        long whole = (long) Math.max(0, seconds);
        if (whole < 3600) {
            return whole / 60 + "m " + whole % 60 + "s";
        }
        if (whole < 86_400) {
            return String.format(Locale.ROOT, "%dh %02dm", whole / 3600, whole % 3600 / 60);
        }
        return String.format(Locale.ROOT, "%dd %02dh", whole / 86_400, whole % 86_400 / 3600);
    }

    /** Seconds with the fraction that matters for short spans: {@code 0.04s}, {@code 12.3s}, {@code 2m 15s}. */
    public static String span(Duration span) {
        double seconds = span.toNanos() / 1e9;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.2fs", seconds);
        }
        return seconds < 60 ? String.format(Locale.ROOT, "%.1fs", seconds) : duration(seconds);
    }
}
