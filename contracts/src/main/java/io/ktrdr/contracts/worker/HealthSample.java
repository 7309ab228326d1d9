package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import java.time.Instant;

/** How a worker was at some time. */
@Wire
public record HealthSample(Instant at, WorkerState state, HealthView health) {}
