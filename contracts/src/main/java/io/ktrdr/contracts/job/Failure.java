package io.ktrdr.contracts.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ktrdr.contracts.Wire;

/**
 * @param code    a short stable name, e.g. {@code window_overlaps_training}
 * @param message for people, at most 2,000 characters
 */
@Wire
public record Failure(@JsonProperty("class") FailureClass failureClass, String code, String message) {
    private static final int MAX_MESSAGE = 2_000;

    /** Whatever a library threw must not make the report of it unacceptable: NUL is left out, too much is cut off. */
    public Failure {
        if (message != null) {
            String storable = message.replace("\0", "");
            message = storable.substring(0, Math.min(MAX_MESSAGE, storable.length()));
        }
    }
}
