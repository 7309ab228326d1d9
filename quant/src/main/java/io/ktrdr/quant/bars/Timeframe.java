package io.ktrdr.quant.bars;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a bar lasts.
 *
 * @param seconds 1 s to 400 weeks
 */
public record Timeframe(long seconds) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,4})([smhdw])");
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;
    private static final long LONGEST_WRITTEN = 4 * WEEK;
    /** Strategies look at bars up to a hundred times coarser. */
    private static final long LONGEST = 100 * LONGEST_WRITTEN;

    /** A Julian year, as astronomers and annualised figures use it. */
    static final double SECONDS_PER_YEAR = 365.25 * DAY;

    public Timeframe {
        if (seconds < 1 || seconds > LONGEST) {
            throw new IllegalArgumentException("A timeframe lasts 1s to 400w, not " + seconds + " seconds");
        }
    }

    /**
     * Reads {@code 30s}, {@code 1m}, {@code 4h}, {@code 1d}, {@code 1w}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Timeframe parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a timeframe: '" + shortened(text)
                    + "' (a number and s, m, h, d or w, such as 1m, 5m, 4h, 1d)");
        }
        long seconds =
                Long.parseLong(matcher.group(1)) * unitSeconds(matcher.group(2).charAt(0));
        if (seconds > LONGEST_WRITTEN) {
            throw new IllegalArgumentException("A timeframe lasts at most 4w, not " + text);
        }
        return new Timeframe(seconds);
    }

    public long millis() {
        return seconds * 1000;
    }

    /** Bars in a year without any pause. */
    public double barsPerYear() {
        return SECONDS_PER_YEAR / seconds;
    }

    /** {@code times} of these. */
    public Timeframe times(int times) {
        return new Timeframe(seconds * times);
    }

    /** The shortest way to write it: {@code 1h}, never {@code 60m}. */
    @Override
    public String toString() {
        for (char unit : new char[] {'w', 'd', 'h', 'm'}) {
            if (seconds % unitSeconds(unit) == 0) {
                return seconds / unitSeconds(unit) + String.valueOf(unit);
            }
        }
        return seconds + "s";
    }

    private static long unitSeconds(char unit) {
        return switch (unit) {
            case 'm' -> MINUTE;
            case 'h' -> HOUR;
            case 'd' -> DAY;
            case 'w' -> WEEK;
            default -> 1;
        };
    }

    private static String shortened(String text) {
        return text.length() <= 20 ? text : text.substring(0, 20) + "...";
    }
}
