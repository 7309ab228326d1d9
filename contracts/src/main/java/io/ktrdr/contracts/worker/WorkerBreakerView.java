package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker in front of a worker: opened by failures in a row, and then nothing is started there for a while.
 *
 * @param failuresInARow attempts that failed by its fault, or could not be started there, since the last success
 * @param successes      while half open, of those that close it
 * @param retryInMs   while open, milliseconds until it is tried again
 */
@Wire
public record WorkerBreakerView(
        BreakerState state,
        int failuresInARow,
        int successes,
        @Nullable Long retryInMs) {}
