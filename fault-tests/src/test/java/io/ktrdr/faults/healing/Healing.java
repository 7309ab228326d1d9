package io.ktrdr.faults.healing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one harm was got over. Times are in seconds since it was done.
 *
 * @param victim    worker or service
 * @param seenBy    what told of it first; null when nothing did
 * @param goesOn    when the step that was hit was under way again or done; null when there was none, or it never was
 * @param whole     when the victim was well and had been given new work; null when a person would have been needed
 */
record Healing(
        Harm harm,
        String victim,
        @Nullable String seenBy,
        @Nullable Double seen,
        @Nullable Double goesOn,
        @Nullable Double whole) {
    boolean byItself() {
        return whole != null;
    }

    @Override
    public String toString() {
        return victim + " " + harm.inWords() + ": "
                + (seen == null ? "not seen" : "seen by " + seenBy + " after " + text(seen)) + ", work goes on after "
                + text(goesOn) + ", all well after " + text(whole);
    }

    private static String text(@Nullable Double seconds) {
        return seconds == null ? "-" : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
