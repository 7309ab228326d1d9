package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.research.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A child with a worker.
 *
 * @param ended   the worker confirmed the end; the registry is to be told
 * @param started the worker said that it runs
 * @param grantedMillis how long ago the worker was granted, by the database's clock
 * @param spec    what to send once more, while it has not started or has been silent for long; null otherwise
 */
record Reserved(
        String claim,
        String researchId,
        Executor executor,
        OperationStatus status,
        int attempt,
        Assignment assignment,
        boolean ended,
        boolean started,
        long grantedMillis,
        @Nullable String spec,
        String specSha256,
        @Nullable Checkpoint checkpoint) {}
