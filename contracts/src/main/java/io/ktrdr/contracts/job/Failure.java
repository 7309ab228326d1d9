package io.ktrdr.contracts.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ktrdr.contracts.Wire;

/**
 * @param code    a short stable name, e.g. {@code window_overlaps_training}
 * @param message for people
 */
@Wire
public record Failure(@JsonProperty("class") FailureClass failureClass, String code, String message) {}
