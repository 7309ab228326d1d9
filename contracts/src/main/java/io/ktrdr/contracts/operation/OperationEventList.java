package io.ktrdr.contracts.operation;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** In the order in which they happened. */
@Wire
public record OperationEventList(List<OperationEvent> items) {}
