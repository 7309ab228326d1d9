package io.ktrdr.cli.research;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * How long a research was tested: a year made of a few days' return is a number, but says nothing.
 *
 * @param days not a number when the result does not tell
 */
public record TestWindow(double days) {
    private static final double SHORTEST_DAYS = 30;
    private static final double MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

    /** @param result of a research */
    public static TestWindow of(JsonNode result) {
        JsonNode window = result.path("windows").path("test");
        try {
            Duration length = Duration.between(
                    Instant.parse(window.path("from").asText()),
                    Instant.parse(window.path("to").asText()));
            return new TestWindow(length.toMillis() / MILLIS_PER_DAY);
        } catch (DateTimeParseException e) {
            return new TestWindow(Double.NaN);
        }
    }

    public boolean tooShort() {
        return days < SHORTEST_DAYS;
    }

    /** For a person, why there is no yearly figure. */
    public String note() {
        return String.format(Locale.ROOT, "Test window of %.1f days: too short to annualize", days);
    }
}
