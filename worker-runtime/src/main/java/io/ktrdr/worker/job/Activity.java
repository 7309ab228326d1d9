package io.ktrdr.worker.job;

import io.ktrdr.contracts.worker.RunningJob;
import org.jspecify.annotations.Nullable;

/** What a heartbeat says. */
public record Activity(
        long mark,
        @Nullable RunningJob job,
        boolean draining,
        @Nullable String obstacle) {}
