package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A worker is alive.
 *
 * @param job      what it is running, null for nothing
 * @param draining it takes no further job
 */
@Wire
public record Heartbeat(
        String incarnation, long mark, @Nullable RunningJob job, boolean draining) {}
