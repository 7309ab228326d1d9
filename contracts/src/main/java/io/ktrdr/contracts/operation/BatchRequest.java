package io.ktrdr.contracts.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.lock.LockRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Researches and tasks that are handed in together.
 *
 * @param operations  1 to 100 of them
 * @param requestedBy who asks
 */
@Wire
@UserInput
public record BatchRequest(
        @Nullable List<Item> operations, @Nullable String requestedBy) {
    /**
     * A research when it has a {@code brief} or a {@code strategy}, a task when it has a {@code task_type}; the fields are those of
     * a trigger and of a task.
     *
     * @param name      by which others of this batch call it
     * @param dependsOn names of this batch, or ids of operations
     */
    @Wire
    @UserInput
    public record Item(
            @Nullable String name,
            @Nullable String brief,
            @Nullable String strategy,
            @Nullable String dataset,
            @Nullable Long seed,
            @Nullable String taskType,
            @Nullable JsonNode payload,
            @Nullable String preferredAgentId,
            @Nullable String priority,
            @Nullable List<String> dependsOn,
            @Nullable String onDependencyFailure,
            @Nullable List<LockRequest> locks,
            @Nullable String gates) {}
}
