package io.ktrdr.worker.measure;

import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the running job gets on, and what became of the others. Told by the job's thread, read by the heartbeat's. */
public final class JobGauge {
    private static final int LONGEST_ERROR = 200;
    /** What the registry refuses, and with it the whole heartbeat: control characters and all beyond the basic plane. */
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\x{10000}-\\x{10FFFF}]+");

    private final LongSupplier nanoTime;
    private final long start;
    private @Nullable Pace pace;
    private long lastProgress;
    private double fraction;
    private long idleSince;
    private long completed;
    private long failed;
    private long failuresInARow;
    private @Nullable String lastError;

    /** @param nanoTime monotonic, nanoseconds; the worker starts now */
    public JobGauge(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.idleSince = start;
    }

    record Reading(
            long uptimeMs,
            @Nullable Long idleMs,
            @Nullable Long progressAgeMs,
            @Nullable Double stepsPerSecond,
            @Nullable Double usualStepsPerSecond,
            long completed,
            long failed,
            long failuresInARow,
            @Nullable String lastError) {}

    public synchronized void begun() {
        pace = new Pace();
        fraction = 0;
        lastProgress = nanoTime.getAsLong();
    }

    public synchronized void progress(long step, double done) {
        Pace now = pace;
        if (now == null) {
            return;
        }
        long at = nanoTime.getAsLong();
        boolean further = now.reached(at, step) | done > fraction;
        if (further) {
            fraction = Math.max(fraction, done);
            lastProgress = at;
        }
    }

    /** It cannot get on, for a reason that is none of this worker: that is no standstill of its own. */
    public synchronized void held() {
        lastProgress = nanoTime.getAsLong();
    }

    public synchronized void completed() {
        over();
        completed++;
        failuresInARow = 0;
    }

    /** Counts where the worker is to blame: neither a bad specification nor a cancel says anything about it. */
    public synchronized void failed(Failure failure) {
        over();
        if (failure.failureClass() == FailureClass.WORKER) {
            failed++;
            failuresInARow++;
            lastError = readable(failure.code() + ": " + failure.message());
        }
    }

    public synchronized void dropped() {
        over();
    }

    private void over() {
        pace = null;
        idleSince = nanoTime.getAsLong();
    }

    synchronized Reading read() {
        long now = nanoTime.getAsLong();
        Pace running = pace;
        return new Reading(
                millis(now - start),
                running == null ? millis(now - idleSince) : null,
                running == null ? null : millis(now - lastProgress),
                running == null ? null : running.ofLate(now),
                running == null ? null : running.usual(),
                completed,
                failed,
                failuresInARow,
                lastError);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static String readable(String said) {
        String clean = UNREADABLE.matcher(said).replaceAll(" ").strip();
        return clean.substring(0, Math.min(LONGEST_ERROR, clean.length()));
    }
}
