package io.ktrdr.contracts.operation;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** What a batch has become, in the order in which it was handed in. */
@Wire
public record BatchResponse(List<Accepted> items) {
    /** @param name by which it was called in the batch */
    @Wire
    public record Accepted(String name, String operationId, OperationStatus status) {}
}
