package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.research.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A child with a worker.
 *
 * @param ended   the worker confirmed the end; the registry is to be told
 * @param how     what that end says about the worker
 * @param started the worker said that it runs
 * @param grantedMillis how long ago the worker was granted, by the database's clock
 * @param quiet   it has not started, or has said nothing for long
 * @param onHold  its operation waits for a lock: it is to be handed back
 * @param origin  where its operation comes from, as a traceparent
 * @param spec    what to send once more; null when there is no reason to
 */
record Reserved(
        String claim,
        String researchId,
        Executor executor,
        OperationStatus status,
        int attempt,
        Assignment assignment,
        boolean ended,
        AttemptEnd how,
        boolean started,
        long grantedMillis,
        boolean quiet,
        boolean onHold,
        @Nullable String origin,
        @Nullable String spec,
        String specSha256,
        @Nullable Checkpoint checkpoint) {}
