package io.ktrdr.contracts.pool;

import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.operation.OperationType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent of the ticking coordinator. Its three handles are its own; they are new whenever another coordinator takes over.
 *
 * @param contextWindowId of its conversations with models
 * @param toolSessionId   under which it uses tools
 * @param memoryHandleId  under which it reads and writes the shared memory
 * @param operationId     the attempt that it is at
 * @param operationType   of that attempt
 * @param completed       attempts
 * @param failed          attempts, for which it was to blame
 * @param modelCalls      of language models, for what it was at since this coordinator leads
 * @param inputTokens     of those calls, cached ones included
 * @param outputTokens    of those calls
 * @param degradedUntil   when it has cooled down; null when it is not degraded
 * @param lastError       of the last attempt for which it was to blame
 */
@Wire
public record AgentView(
        String agentId,
        AgentState state,
        String contextWindowId,
        String toolSessionId,
        String memoryHandleId,
        @Nullable String operationId,
        @Nullable OperationType operationType,
        long completed,
        long failed,
        long modelCalls,
        long inputTokens,
        long outputTokens,
        @Nullable Instant degradedUntil,
        @Nullable String lastError) {}
