package io.ktrdr.worker.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.worker.remote.Backoff;
import io.ktrdr.worker.report.Coordinators;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What jobs are done with.
 *
 * @param clock for the journal's readers; no rule looks at it
 * @param nanoTime monotonic, nanoseconds
 * @param checkpointInterval between two checkpoints of a job
 * @param drainPatience for a drained job to reach a checkpoint
 * @param cancelPatience for a stopped job to stop, after which the process is {@code stuck}
 * @param watch sees every job
 */
public record Workshop(
        Coordinators coordinators,
        ObjectMapper json,
        Supplier<Backoff> backoffs,
        Clock clock,
        LongSupplier nanoTime,
        Duration checkpointInterval,
        Duration drainPatience,
        Duration cancelPatience,
        Runnable stuck,
        JobWatch watch) {}
