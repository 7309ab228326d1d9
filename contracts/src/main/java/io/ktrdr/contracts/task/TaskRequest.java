package io.ktrdr.contracts.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.lock.LockRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something for an agent of the pool to do.
 *
 * @param taskType         {@code discovery}, {@code migration}, {@code heartbeat}, {@code ingest}, {@code research} or
 *                         {@code general}
 * @param payload          a JSON object, what it is about; its fields depend on the type
 * @param preferredAgentId is given it when it is free; any other otherwise
 * @param priority         P0, P1 (default) or P2
 * @param dependsOn        operations that have to be completed before
 * @param onDependencyFailure {@code fail} (default), {@code skip} or {@code run}: what becomes of it when one of them is not
 * @param locks            what it has to itself, or shares with other readers, from its start to its end; default what a task of
 *                         its type reads and writes; none when empty
 */
@Wire
@UserInput
public record TaskRequest(
        @Nullable String taskType,
        @Nullable JsonNode payload,
        @Nullable String preferredAgentId,
        @Nullable String priority,
        @Nullable List<String> dependsOn,
        @Nullable String onDependencyFailure,
        @Nullable List<LockRequest> locks) {}
