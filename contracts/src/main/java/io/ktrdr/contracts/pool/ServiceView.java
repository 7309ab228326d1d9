package io.ktrdr.contracts.pool;

import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.operation.OperationType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something outside of ktrdr that tasks rely on.
 *
 * @param source      URL or folder; null when none is configured
 * @param up          it answered within the last ten seconds
 * @param lastSuccess when it last answered
 * @param error       why it did not the last time; null when it did
 * @param neededBy    types of tasks that wait while it is down
 */
@Wire
public record ServiceView(
        String name,
        @Nullable String source,
        boolean up,
        @Nullable Instant lastSuccess,
        @Nullable String error,
        List<OperationType> neededBy) {}
