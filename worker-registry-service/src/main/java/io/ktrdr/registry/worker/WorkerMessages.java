package io.ktrdr.registry.worker;

import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.contracts.worker.WorkerRegistration;
import io.ktrdr.registry.input.Checks;
import org.jspecify.annotations.Nullable;

/** Refuses what a worker must not say, with {@code invalid_request}. */
final class WorkerMessages {
    private WorkerMessages() {}

    static void check(@Nullable WorkerRegistration registration) {
        Checks checks = new Checks();
        if (checks.present("(body)", registration) && registration != null) {
            checks.workerId("worker_id", registration.workerId());
            checks.present("worker_type", registration.workerType());
            checks.text("incarnation", registration.incarnation());
            checks.httpUrl("url", registration.url());
            checks.text("version", registration.version());
            checks.counter("mark", registration.mark());
            check(checks, registration.job());
        }
        checks.refuseIfAny();
    }

    static void check(@Nullable Heartbeat heartbeat) {
        Checks checks = new Checks();
        if (checks.present("(body)", heartbeat) && heartbeat != null) {
            checks.text("incarnation", heartbeat.incarnation());
            checks.counter("mark", heartbeat.mark());
            check(checks, heartbeat.job());
            if (heartbeat.obstacle() != null) {
                checks.text("obstacle", heartbeat.obstacle());
            }
            if (heartbeat.measurements() != null) {
                check(checks, heartbeat.measurements());
            }
        }
        checks.refuseIfAny();
    }

    private static void check(Checks checks, @Nullable RunningJob job) {
        if (job != null) {
            checks.text("job.claim", job.claim());
            checks.counter("job.token", job.token());
        }
    }

    private static void check(Checks checks, WorkerMeasurements measured) {
        checks.amount("measurements.uptime_ms", measured.uptimeMs());
        checks.amount("measurements.idle_ms", measured.idleMs());
        checks.amount("measurements.progress_age_ms", measured.progressAgeMs());
        checks.amount("measurements.steps_per_second", measured.stepsPerSecond());
        checks.amount("measurements.usual_steps_per_second", measured.usualStepsPerSecond());
        checks.amount("measurements.cpu_cores", measured.cpuCores());
        checks.amount("measurements.cpu_throttled", measured.cpuThrottled());
        checks.amount("measurements.memory_bytes", measured.memoryBytes());
        checks.amount("measurements.memory_limit_bytes", measured.memoryLimitBytes());
        checks.amount("measurements.disk_free_bytes", measured.diskFreeBytes());
        checks.amount("measurements.disk_total_bytes", measured.diskTotalBytes());
        checks.amount("measurements.open_files", measured.openFiles());
        checks.amount("measurements.open_files_limit", measured.openFilesLimit());
        checks.amount("measurements.jobs_completed", measured.jobsCompleted());
        checks.amount("measurements.jobs_failed", measured.jobsFailed());
        checks.amount("measurements.failures_in_a_row", measured.failuresInARow());
        if (measured.lastError() != null) {
            checks.text("measurements.last_error", measured.lastError());
        }
    }
}
