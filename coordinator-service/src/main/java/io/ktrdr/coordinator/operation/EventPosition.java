package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.problem.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the stream of all events: transaction, then id. Events are numbered before they are visible. */
record EventPosition(String transaction, long id) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,19})-(\\d{1,18})");

    /** Above every id. */
    static final long LAST_ID = 999_999_999_999_999_999L;

    String eventId() {
        return transaction + "-" + id;
    }

    /** @throws ProblemException when it is no {@code event_id} */
    static EventPosition parse(String eventId) {
        Matcher matcher = FORM.matcher(eventId);
        if (!matcher.matches()) {
            throw ProblemException.invalid("Last-Event-ID", "is not an event_id");
        }
        return new EventPosition(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
}
