package io.ktrdr.contracts.operation;

import io.ktrdr.contracts.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operations and what they depend on.
 *
 * @param nodes     at most 1,000, in an order in which they could run
 * @param edges     among these
 * @param truncated whether there are more
 */
@Wire
public record OperationGraph(List<Node> nodes, List<Edge> edges, boolean truncated) {
    /**
     * @param label         what it is about: a brief, a strategy's name, or a task's type
     * @param waitingReason what it waits for; null when it does not wait
     */
    @Wire
    public record Node(
            String operationId,
            OperationType operationType,
            OperationStatus status,
            Priority priority,
            @Nullable String label,
            @Nullable String waitingReason) {}

    /** @param operationId is not started before {@code dependsOn} is completed */
    @Wire
    public record Edge(String operationId, String dependsOn, DependencyFailurePolicy onFailure) {}
}
