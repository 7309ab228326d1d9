package io.ktrdr.worker.measure;

import io.ktrdr.contracts.worker.WorkerMeasurements;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Measures this process. What cannot be measured, here or this time, is null; measuring never fails. */
public final class Vitals {
    private static final Logger LOG = Logger.getLogger(Vitals.class);
    private static final File OPEN_FILES = new File("/proc/self/fd");
    /** Over less, the kernel's own clock is too coarse. */
    private static final long LEAST = Duration.ofSeconds(1).toNanos();

    private static final double NANOS = 1e9;

    private final JobGauge jobs;
    private final File home;
    private final LongSupplier nanoTime;
    private final Kernel kernel;

    private @Nullable Usage last;
    private @Nullable Double cpuCores;
    private @Nullable Double cpuThrottled;

    private record Usage(long nanos, @Nullable Long ticks, Kernel.@Nullable Quota quota) {}

    /** @param home on the disk that is measured */
    public Vitals(JobGauge jobs, Path home, LongSupplier nanoTime) {
        this(jobs, home, nanoTime, new Kernel(Vitals::text));
    }

    Vitals(JobGauge jobs, Path home, LongSupplier nanoTime, Kernel kernel) {
        this.jobs = jobs;
        // a FileStore would look through all that is mounted, each time
        this.home = home.toFile();
        this.nanoTime = nanoTime;
        this.kernel = kernel;
    }

    /** What was used is since the last time. */
    public synchronized WorkerMeasurements take() {
        JobGauge.Reading job = jobs.read();
        useOfProcessor();
        // of a folder that is not there, both are 0
        long disk = home.getTotalSpace();
        return new WorkerMeasurements(
                job.uptimeMs(),
                job.idleMs(),
                job.progressAgeMs(),
                job.stepsPerSecond(),
                job.usualStepsPerSecond(),
                cpuCores,
                cpuThrottled,
                orNull(kernel::memory),
                orNull(kernel::memoryLimit),
                disk == 0 ? null : (Long) home.getUsableSpace(),
                disk == 0 ? null : (Long) disk,
                orNull(Vitals::openFiles),
                orNull(kernel::openFilesLimit),
                job.completed(),
                job.failed(),
                job.failuresInARow(),
                job.lastError());
    }

    private void useOfProcessor() {
        Usage before = last;
        long now = nanoTime.getAsLong();
        if (before != null && now - before.nanos() < LEAST) {
            return;
        }
        Usage usage = new Usage(now, orNull(kernel::cpuTicks), orNull(kernel::quota));
        last = usage;
        cpuCores = before == null ? null : cores(before, usage);
        cpuThrottled = before == null ? null : throttled(before.quota(), usage.quota());
    }

    private static @Nullable Double cores(Usage before, Usage now) {
        if (before.ticks() == null || now.ticks() == null) {
            return null;
        }
        double seconds = (now.nanos() - before.nanos()) / NANOS;
        return (double) (now.ticks() - before.ticks()) / KernelText.TICKS_PER_SECOND / seconds;
    }

    private static @Nullable Double throttled(Kernel.@Nullable Quota before, Kernel.@Nullable Quota now) {
        if (before == null || now == null) {
            return null;
        }
        long periods = now.periods() - before.periods();
        return periods <= 0 ? 0.0 : Math.clamp((double) (now.throttled() - before.throttled()) / periods, 0.0, 1.0);
    }

    private static @Nullable Long openFiles() {
        String[] open = OPEN_FILES.list();
        return open == null ? null : (Long) (long) open.length;
    }

    private static @Nullable String text(@Nullable String path) {
        try {
            return path == null ? null : Files.readString(Path.of(path));
        } catch (IOException e) {
            return null;
        }
    }

    private static <T> @Nullable T orNull(Callable<@Nullable T> figure) {
        try {
            return figure.call();
        } catch (Exception e) {
            LOG.debugf(e, "cannot be measured");
            return null;
        }
    }
}
