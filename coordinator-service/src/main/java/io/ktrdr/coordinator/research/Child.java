package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one phase of a research, or at a task, as stored.
 *
 * @param version      for compare-and-swap
 * @param spec         what it is asked to do, while it is pending; null later
 * @param result       when completed
 * @param failureClass when failed
 * @param settled      its end has been taken into account
 * @param epoch        of the coordinator whose agent runs it; null for jobs on workers
 * @param agentId      the agent that was given it; null for jobs on workers
 * @param resumed      a person has decided that it goes on after this attempt
 * @param assignment   the worker, for a job that was granted one
 * @param silentMillis since the coordinator itself last heard of it, judged by the database's clock
 * @param stalledMillis since it last got further, judged likewise
 */
public record Child(
        String id,
        OperationType type,
        OperationStatus status,
        long version,
        int attempt,
        @Nullable String spec,
        @Nullable JsonNode result,
        @Nullable FailureClass failureClass,
        @Nullable String errorMessage,
        boolean settled,
        @Nullable Long epoch,
        @Nullable String agentId,
        boolean resumed,
        @Nullable Assignment assignment,
        List<String> avoid,
        @Nullable Checkpoint checkpoint,
        long silentMillis,
        long stalledMillis) {

    /** Where it ran; null while nobody has it. */
    @Nullable
    String executedBy() {
        return assignment == null ? agentId : assignment.workerId();
    }

    /** It ended in a way that only a person can decide about, and none has. */
    boolean needsAttention() {
        return failureClass == FailureClass.ATTENTION && !resumed;
    }

    Child failed(Ending ending) {
        return new Child(
                id,
                type,
                OperationStatus.FAILED,
                version,
                attempt,
                null,
                null,
                ending.failureClass(),
                ending.message(),
                true,
                epoch,
                agentId,
                resumed,
                assignment,
                avoid,
                checkpoint,
                silentMillis,
                stalledMillis);
    }
}
