package io.ktrdr.contracts.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task of the pool. Its attempts are its children.
 *
 * @param payload          a JSON object; null in lists
 * @param preferredAgentId is given it when it is free
 * @param dependsOn        operations that have to be completed before
 * @param onDependencyFailure what becomes of it when one of them is not
 * @param attempt          number of the newest attempt; 0 before the first
 * @param agentId          that has it, or had it last
 * @param waitingReason    what it waits for, e.g. {@code waiting for an agent, 2 ahead}; null when it does not wait
 * @param result           a JSON object; null in lists, and while there is none
 */
@Wire
public record TaskView(
        String operationId,
        OperationType taskType,
        OperationStatus status,
        Priority priority,
        @Nullable JsonNode payload,
        @Nullable String preferredAgentId,
        List<String> dependsOn,
        DependencyFailurePolicy onDependencyFailure,
        int attempt,
        @Nullable String agentId,
        @Nullable String waitingReason,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable JsonNode result,
        @Nullable String errorMessage) {}
