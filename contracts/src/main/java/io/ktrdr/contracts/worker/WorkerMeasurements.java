package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * What a worker measured of its own process. Null says that it could not be measured here; nothing is ever filled in.
 *
 * @param uptimeMs            milliseconds since its process started
 * @param idleMs              milliseconds since it last ran a job or, if it never did, since it started; null while it runs one
 * @param progressAgeMs       milliseconds since the running job last got further; null without a job
 * @param stepsPerSecond      the running job's speed of late; null without a job, and until it can be told
 * @param usualStepsPerSecond the median of that over the same job so far
 * @param cpuCores            processor time used per second since the last measuring, in cores
 * @param cpuThrottled        the share of time in which its container was denied the processor, 0..1
 * @param memoryBytes         resident set size
 * @param memoryLimitBytes    what it may have before it is killed: its container's limit or else the machine's memory
 * @param diskFreeBytes       where it keeps results that are on their way
 * @param openFiles           open file descriptors
 * @param openFilesLimit      the most that it may have
 * @param jobsCompleted       since it started
 * @param jobsFailed          since it started, and it was to blame
 * @param failuresInARow      of those, since the last job that it completed
 * @param lastError           of the last of them, for people
 */
@Wire
public record WorkerMeasurements(
        long uptimeMs,
        @Nullable Long idleMs,
        @Nullable Long progressAgeMs,
        @Nullable Double stepsPerSecond,
        @Nullable Double usualStepsPerSecond,
        @Nullable Double cpuCores,
        @Nullable Double cpuThrottled,
        @Nullable Long memoryBytes,
        @Nullable Long memoryLimitBytes,
        @Nullable Long diskFreeBytes,
        @Nullable Long diskTotalBytes,
        @Nullable Long openFiles,
        @Nullable Long openFilesLimit,
        long jobsCompleted,
        long jobsFailed,
        long failuresInARow,
        @Nullable String lastError) {}
