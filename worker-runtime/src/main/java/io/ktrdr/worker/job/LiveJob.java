package io.ktrdr.worker.job;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.worker.JobContext;
import io.ktrdr.worker.JobFailure;
import io.ktrdr.worker.remote.Answer;
import io.ktrdr.worker.remote.Backoff;
import io.ktrdr.worker.report.LiveReports;
import io.ktrdr.worker.report.OutboxFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One attempt while it runs: what it asks for, and how it is told to stop. */
final class LiveJob implements JobContext {
    private static final Logger LOG = Logger.getLogger(LiveJob.class);
    private static final Duration PATIENCE_FOR_DATA = Duration.ofMinutes(10);
    private static final int LONGEST_MESSAGE = 500;
    private static final int TRIES_AT_DAMAGED = 3;

    /** Why a job is asked to stop; the first reason stands. */
    enum Stop {
        CANCELLED,
        /** The coordinator said that the attempt is over, or the registry that this process is. */
        FENCED,
        /** The worker is going away; the job is handed back. */
        DRAINED,
        /** The coordinator wants the job back: it has to wait for something. */
        HANDED_BACK;

        /** Somebody goes on from the last checkpoint. */
        boolean isContinued() {
            return this == DRAINED || this == HANDED_BACK;
        }
    }

    private final StartJob order;
    private final OutboxFolder outbox;
    private final Workshop shop;
    private final JobWatch.Job watched;
    private final CompletableFuture<JobSlot.PastJob> over = new CompletableFuture<>();
    private final Map<String, byte[]> unwritten = new HashMap<>();
    private final List<String> artifacts = new ArrayList<>();
    private volatile @Nullable LiveReports reports;
    private volatile Runnable whenFenced = () -> {};

    private volatile double fraction;
    private volatile String message = "";
    /** Added to every message. */
    private volatile String remark = "";

    private long nextCheckpoint;

    /** Guarded by this: a stop that arrives when the work is done must not interrupt the writing of its result. */
    private @Nullable Thread worker;

    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean ranOutOfMemory;
    private volatile @Nullable Stop stop;
    private volatile @Nullable Stop atCheckpoint;

    LiveJob(StartJob order, OutboxFolder outbox, Workshop shop) {
        this.order = order;
        this.outbox = outbox;
        this.shop = shop;
        this.watched = shop.watch().begins(order);
        this.nextCheckpoint =
                shop.nanoTime().getAsLong() + shop.checkpointInterval().toNanos();
    }

    StartJob order() {
        return order;
    }

    JobWatch.Job watched() {
        return watched;
    }

    double fraction() {
        return fraction;
    }

    String message() {
        return message;
    }

    List<String> artifacts() {
        return List.copyOf(artifacts);
    }

    /** By hash, those of {@link #artifacts} that the disk did not take. */
    Map<String, byte[]> unwritten() {
        return Map.copyOf(unwritten);
    }

    @Nullable
    Stop stopReason() {
        return stop;
    }

    /** Done when the slot is free. */
    CompletableFuture<JobSlot.PastJob> over() {
        return over;
    }

    /** True for the first who asks: he says how it ended. */
    boolean claimEnd() {
        return ended.compareAndSet(false, true);
    }

    /** Waits for the slot to be free; false when it took too long. */
    boolean awaitOver(Duration atMost) throws InterruptedException {
        try {
            over.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attempt's end never fails", e);
        }
    }

    void whenFenced(Runnable listener) {
        whenFenced = listener;
    }

    /** The coordinator refused a report: the attempt is over. */
    void fenced() {
        whenFenced.run();
    }

    void reportThrough(LiveReports live) {
        reports = live;
    }

    /** From here on a stop interrupts this thread; false when it was asked to stop before it began. */
    synchronized boolean begin() {
        if (stop != null) {
            return false;
        }
        worker = Thread.currentThread();
        return true;
    }

    void threw(Throwable thrown) {
        ranOutOfMemory = thrown instanceof OutOfMemoryError;
    }

    boolean ranOutOfMemory() {
        return ranOutOfMemory;
    }

    /** From here on nobody interrupts. */
    synchronized void finish() {
        worker = null;
        boolean ignored = Thread.interrupted();
    }

    synchronized void stop(Stop reason) {
        if (stop == null) {
            stop = reason;
        }
        if (worker != null) {
            worker.interrupt();
        }
    }

    /** Stop at the next checkpoint. False when that has been said before. */
    synchronized boolean stopAfterCheckpoint(Stop reason) {
        boolean first = atCheckpoint == null;
        if (first) {
            atCheckpoint = reason;
        }
        return first;
    }

    @Override
    public String claim() {
        return order.claim();
    }

    @Override
    public int attempt() {
        return order.attempt();
    }

    @Override
    public String spec() {
        return order.spec();
    }

    @Override
    public Optional<Resume> resume() throws JobFailure, InterruptedException {
        Checkpoint checkpoint = order.checkpoint();
        if (checkpoint == null) {
            return Optional.empty();
        }
        return switch (download(checkpoint.artifact())) {
            case Download.Got(byte[] content) -> Optional.of(new Resume(checkpoint.step(), content));
            case Download.Missing(String why) -> {
                startedAfresh("The checkpoint cannot be fetched: " + why);
                yield Optional.empty();
            }
            case Download.Damaged(String why) -> {
                startedAfresh("The checkpoint cannot be fetched: " + why);
                yield Optional.empty();
            }
        };
    }

    @Override
    public void startedAfresh(String why) {
        LOG.warnf("%s starts from the beginning: %s", claim(), why);
        remark = " (from the beginning: " + why + ")";
    }

    @Override
    public byte[] fetch(String sha256) throws JobFailure, InterruptedException {
        if (!Sha256.isOne(sha256)) {
            throw JobFailure.ofJob("artifact_unknown", "'" + sha256 + "' is no artifact's name");
        }
        return switch (download(sha256)) {
            case Download.Got(byte[] content) -> content;
            case Download.Missing(String why) -> throw JobFailure.ofJob("artifact_unknown", why);
            case Download.Damaged(String why) -> throw JobFailure.interrupted("artifact_damaged", why);
        };
    }

    private sealed interface Download {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Got(byte[] content) implements Download {}

        record Missing(String why) implements Download {}

        record Damaged(String why) implements Download {}
    }

    private Download download(String sha256) throws JobFailure, InterruptedException {
        Backoff backoff = shop.backoffs().get();
        long deadline = shop.nanoTime().getAsLong() + PATIENCE_FOR_DATA.toNanos();
        int damaged = 0;
        while (true) {
            switch (shop.coordinators().download(sha256)) {
                case Answer.Accepted<byte[]> got -> {
                    if (sha256.equals(Sha256.of(got.value()))) {
                        return new Download.Got(got.value());
                    }
                    damaged++;
                    if (damaged == TRIES_AT_DAMAGED) {
                        return new Download.Damaged("Artifact " + sha256 + " arrives damaged");
                    }
                }
                case Answer.Refused<byte[]> refused -> {
                    return refused(sha256, refused);
                }
                case Answer.NoAnswer<byte[]> none -> {
                    message = "waiting for a coordinator: " + none.why();
                    shop.gauge().held();
                }
            }
            if (shop.nanoTime().getAsLong() - deadline > 0) {
                throw JobFailure.interrupted("artifact_unreachable", "Artifact " + sha256 + " could not be fetched");
            }
            Thread.sleep(backoff.next());
        }
    }

    private static Download refused(String sha256, Answer.Refused<byte[]> refused) throws JobFailure {
        if (refused.problem().code() == ProblemCode.NOT_FOUND) {
            return new Download.Missing("There is no artifact " + sha256);
        }
        throw JobFailure.interrupted(
                "artifact_refused",
                "Artifact " + sha256 + ": " + refused.problem().detail());
    }

    @Override
    public boolean cancelled() {
        return stop != null;
    }

    @Override
    public void progress(long step, double done, String text) {
        fraction = Double.isFinite(done) ? Math.clamp(done, 0.0, 1.0) : fraction;
        String remarked = text + remark;
        message = remarked.length() > LONGEST_MESSAGE ? remarked.substring(0, LONGEST_MESSAGE) : remarked;
        shop.gauge().progress(step, fraction);
        LiveReports live = reports;
        if (live != null) {
            live.progress(step, fraction, message);
        }
    }

    @Override
    public void checkpoint(long step, Supplier<byte[]> state) {
        Stop last = atCheckpoint;
        LiveReports live = reports;
        long now = shop.nanoTime().getAsLong();
        if (live == null || stop != null || (last == null && now - nextCheckpoint < 0)) {
            return;
        }
        nextCheckpoint = now + shop.checkpointInterval().toNanos();
        live.checkpoint(step, state.get());
        if (last != null) {
            stop(last);
        }
    }

    @Override
    public String artifact(byte[] content) {
        String sha256 = Sha256.of(content);
        if (!artifacts.contains(sha256)) {
            artifacts.add(sha256);
        }
        try {
            outbox.keep(order.claim(), order.token(), sha256, content);
        } catch (IOException e) {
            LOG.warnf("An artifact of %s stays in memory: %s", order.claim(), e.getMessage());
            unwritten.put(sha256, content);
        }
        return sha256;
    }
}
