package io.ktrdr.contracts.research;

import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.operation.OperationStatus;

/** Accepted: it is in the database. */
@Wire
public record TriggerResponse(String operationId, OperationStatus status, String message) {}
