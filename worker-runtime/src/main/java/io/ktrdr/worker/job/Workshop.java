package io.ktrdr.worker.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.worker.measure.JobGauge;
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
 * @param gauge told how jobs get on
 * @param nanoTime monotonic, nanoseconds
 * @param checkpointInterval between two checkpoints of a job
 * @param drainPatience for a drained job to reach a checkpoint
 * @param cancelPatience for a stopped job to stop, after which the process is {@code stuck}
 * @param exhausted called after a job that ran out of memory has been handed in: nobody knows what else broke
 * @param watch sees every job
 */
public record Workshop(
        Coordinators coordinators,
        ObjectMapper json,
        Supplier<Backoff> backoffs,
        Clock clock,
        JobGauge gauge,
        LongSupplier nanoTime,
        Duration checkpointInterval,
        Duration drainPatience,
        Duration cancelPatience,
        Runnable stuck,
        Runnable exhausted,
        JobWatch watch) {}
