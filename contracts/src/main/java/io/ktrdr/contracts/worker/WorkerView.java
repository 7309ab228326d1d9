package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A worker as people see it.
 *
 * @param lost               not heard for longer than its lease; forgotten after five minutes
 * @param drained            takes no further job
 * @param currentOperationId the operation that has reserved it
 * @param silentMs           milliseconds since it was last heard
 * @param obstacle           why it can take no job at present, in its own words; null while nothing is in the way
 * @param token              of that reservation
 * @param job                what it said last that it runs; up to one heartbeat interval old
 * @param health             how well it is
 * @param breaker            whether attempts are started there
 * @param recovery           null while nothing is wrong
 * @param measurements       what it said last of itself; null for nothing
 */
@Wire
public record WorkerView(
        String workerId,
        WorkerType workerType,
        WorkerState state,
        boolean lost,
        boolean drained,
        String url,
        @Nullable String currentOperationId,
        String incarnation,
        String version,
        long silentMs,
        @Nullable String obstacle,
        @Nullable Long token,
        @Nullable RunningJob job,
        HealthView health,
        WorkerBreakerView breaker,
        @Nullable RecoveryView recovery,
        @Nullable WorkerMeasurements measurements) {}
