package io.ktrdr.alerts.delivery;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a channel is to tell.
 *
 * @param deliveryId the same in every attempt: a receiver may get a message twice, and can tell by it
 * @param text       of the alert
 * @param value      what its signal was at
 * @param resolvedAt null while it stands
 */
record Message(
        String deliveryId,
        Event event,
        String alertId,
        String rule,
        String severity,
        String subject,
        String text,
        @Nullable Double value,
        Instant raisedAt,
        @Nullable Instant resolvedAt) {

    enum Event {
        RAISED,
        RESOLVED
    }

    /** In one line, for people. */
    String line() {
        String tag = switch (event) {
            case RAISED -> severity.toUpperCase(Locale.ROOT);
            case RESOLVED -> "RESOLVED";
        };
        return "[" + tag + "] " + plain(text);
    }

    /** No line breaks and the like: it becomes a line of a log, and the subject of a mail. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
