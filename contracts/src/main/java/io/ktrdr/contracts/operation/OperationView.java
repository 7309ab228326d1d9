package io.ktrdr.contracts.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Wire;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation as people see it.
 *
 * @param phase         of a research; null for others
 * @param attempt       1 for the first
 * @param workerId      that has it, or had it last
 * @param agentId       likewise, for what agents do
 * @param waitingReason what it waits for, e.g. {@code waiting for a training worker, 2 ahead}; null when it does not wait
 * @param retryOf       the operation that this one repeats by hand
 * @param forcedBy      who overrode the capacity or budget check
 * @param errorCode     why it ended as it did, where that has a name, e.g. {@code dependency_failed}
 * @param dependsOn     operations that have to be completed before it starts
 * @param costUsd       what its calls of models are charged, those of its children included, calls under way at their
 *                      estimates; null in lists, and from older releases
 * @param checkpointStep the furthest point that an attempt's worker has saved, or that it was to go on from; null when there is
 *                      none
 * @param checkpointAt  when it saved that itself; null when it did not
 */
@Wire
public record OperationView(
        String operationId,
        OperationType operationType,
        OperationStatus status,
        @Nullable ResearchPhase phase,
        @Nullable String parentOperationId,
        int attempt,
        @Nullable String workerId,
        @Nullable String agentId,
        @Nullable Progress progress,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable JsonNode result,
        @Nullable String errorMessage,
        @Nullable String waitingReason,
        Priority priority,
        @Nullable String brief,
        @Nullable String strategyName,
        @Nullable String retryOf,
        @Nullable String forcedBy,
        @Nullable String errorCode,
        List<String> dependsOn,
        @Nullable Double costUsd,
        @Nullable Long checkpointStep,
        @Nullable Instant checkpointAt) {}
