package io.ktrdr.contracts.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Wire;
import java.time.Instant;

/**
 * One line of an operation's timeline.
 *
 * @param eventId opaque; pass the last one seen as {@code Last-Event-ID} to go on from there
 * @param type    e.g. {@code research.triggered}, {@code research.training}, {@code training.completed}
 * @param detail  a JSON object
 */
@Wire
public record OperationEvent(String eventId, String operationId, Instant at, String type, JsonNode detail) {}
