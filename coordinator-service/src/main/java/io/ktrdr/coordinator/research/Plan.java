package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.operation.OperationType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempt that a research wants to run next.
 *
 * @param claim      its operation id, known before anything is written
 * @param spec       JSON text
 * @param avoid      workers on which earlier attempts failed
 * @param checkpoint where an earlier attempt got to
 * @param stored     the pending row of it; null when it has not been written yet
 */
public record Plan(
        String claim,
        OperationType type,
        int attempt,
        String spec,
        String specSha256,
        List<String> avoid,
        @Nullable Checkpoint checkpoint,
        @Nullable Child stored) {

    public Executor executor() {
        return Executor.of(type);
    }
}
