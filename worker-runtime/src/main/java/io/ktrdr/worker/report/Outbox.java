package io.ktrdr.worker.report;

import io.ktrdr.contracts.job.ReportAnswer;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.worker.remote.Answer;
import io.ktrdr.worker.remote.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Delivers results until they are answered, in whatever order they can be, across restarts of this process. */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private final OutboxFolder folder;
    private final Coordinators coordinators;
    private final Supplier<Backoff> backoffs;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Pending> pending = new ArrayList<>();
    private final Thread courier;
    private volatile @Nullable Delivery delivery;
    private boolean closed;

    /** @param nanoTime monotonic, nanoseconds */
    public Outbox(OutboxFolder folder, Coordinators coordinators, Supplier<Backoff> backoffs, LongSupplier nanoTime) {
        this.folder = folder;
        this.coordinators = coordinators;
        this.backoffs = backoffs;
        this.nanoTime = nanoTime;
        this.courier = Thread.ofPlatform().name("outbox").daemon().unstarted(this::run);
    }

    /** Takes up what earlier processes left; nothing is delivered before {@link #start}. */
    public List<OutboxEntry> load() {
        try {
            List<OutboxEntry> left = folder.load();
            left.forEach(entry -> pending.add(new Pending(entry, true)));
            if (!left.isEmpty()) {
                LOG.infof("%d results of an earlier process are still to be delivered", left.size());
            }
            return left;
        } catch (IOException e) {
            throw new IllegalStateException("The outbox cannot be read: " + e.getMessage(), e);
        }
    }

    public void start(Delivery listener) {
        delivery = listener;
        courier.start();
    }

    /**
     * Makes a result survive the process, then delivers it.
     *
     * @param onceSafe run when it is on disk and before its delivery begins
     */
    public void put(OutboxEntry entry, Runnable onceSafe) {
        boolean onDisk = write(entry);
        onceSafe.run();
        lock.lock();
        try {
            pending.add(new Pending(entry, onDisk));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean write(OutboxEntry entry) {
        try {
            folder.write(entry);
            return true;
        } catch (IOException e) {
            LOG.errorf("The result of %s is kept in memory only: %s", entry.claim(), e.getMessage());
            return false;
        }
    }

    /** A coordinator is evidently there: try everything now. */
    public void hurry() {
        lock.lock();
        try {
            pending.forEach(p -> p.notBefore = nanoTime.getAsLong());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first attempt at everything that is here now. */
    public void awaitAttempts(Duration atMost) throws InterruptedException {
        Deque<CountDownLatch> attempts = new ArrayDeque<>();
        lock.lock();
        try {
            pending.forEach(p -> attempts.add(p.firstAttempt));
        } finally {
            lock.unlock();
        }
        long deadline = nanoTime.getAsLong() + atMost.toNanos();
        for (CountDownLatch attempt : attempts) {
            if (!attempt.await(deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        courier.interrupt();
    }

    private void run() {
        try {
            for (Pending next = awaitDue(); next != null; next = awaitDue()) {
                attempt(next);
            }
        } catch (InterruptedException e) {
            LOG.debug("outbox closed");
        }
    }

    private void attempt(Pending next) throws InterruptedException {
        Outcome outcome;
        try {
            outcome = deliver(next);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            LOG.errorf(e, "Delivering the result of %s failed", next.entry.claim());
            outcome = Outcome.LATER;
        }
        switch (outcome) {
            case DONE, REJECTED -> settle(next, outcome);
            case LATER -> postpone(next);
        }
        if (next.firstAttempt.getCount() > 0) {
            next.firstAttempt.countDown();
            tell(listener ->
                    listener.attempted(next.entry.claim(), next.entry.report().token()));
        }
    }

    /** The next entry whose time has come; null when closed. */
    private @Nullable Pending awaitDue() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = nanoTime.getAsLong();
                long wait = Long.MAX_VALUE;
                for (Pending candidate : pending) {
                    long due = candidate.notBefore - now;
                    if (due <= 0) {
                        return candidate;
                    }
                    wait = Math.min(wait, due);
                }
                if (pending.isEmpty()) {
                    changed.await();
                } else if (changed.awaitNanos(wait) > 0) {
                    LOG.trace("woken early");
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Outcome deliver(Pending next) {
        for (String sha256 : next.entry.report().artifacts()) {
            if (next.uploaded.contains(sha256)) {
                continue;
            }
            byte[] content;
            try {
                content = folder.artifact(next.entry, sha256);
            } catch (IOException e) {
                LOG.errorf("Artifact %s of %s cannot be read: %s", sha256, next.entry.name(), e.getMessage());
                return Outcome.REJECTED;
            }
            switch (coordinators.upload(sha256, content)) {
                case Answer.Accepted<Boolean> ok -> next.uploaded.add(sha256);
                case Answer.Refused<Boolean> refused -> {
                    return refused(next, refused.problem());
                }
                case Answer.NoAnswer<Boolean> none -> {
                    return later(next, none.why());
                }
            }
        }
        return switch (coordinators.result(next.entry.claim(), next.entry.report())) {
            case Answer.Accepted<ReportAnswer> ok -> Outcome.DONE;
            case Answer.Refused<ReportAnswer> refused -> refused(next, refused.problem());
            case Answer.NoAnswer<ReportAnswer> none -> later(next, none.why());
        };
    }

    private static Outcome refused(Pending next, Problem problem) {
        if (problem.code() == ProblemCode.STALE_TOKEN) {
            LOG.infof("The result of %s came too late: %s", next.entry.name(), problem.detail());
            return Outcome.DONE;
        }
        if (problem.code() == ProblemCode.ARTIFACT_MISSING) {
            next.uploaded.clear();
            return later(next, problem.detail());
        }
        if (isFinal(problem.status())) {
            LOG.errorf(
                    "The result of %s was refused (%d %s: %s), moved to rejected",
                    next.entry.name(), problem.status(), problem.title(), problem.detail());
            return Outcome.REJECTED;
        }
        return later(next, problem.detail());
    }

    private static boolean isFinal(int status) {
        return status == 400 || status == 404 || status == 409 || status == 413;
    }

    private static Outcome later(Pending next, String why) {
        // once per entry is news, every further attempt is not
        boolean news =
                next.firstAttempt.getCount() > 0 && !Thread.currentThread().isInterrupted();
        LOG.logf(
                news ? Logger.Level.WARN : Logger.Level.DEBUG,
                "The result of %s could not be delivered yet: %s",
                next.entry.name(),
                why);
        return Outcome.LATER;
    }

    private void settle(Pending done, Outcome outcome) {
        try {
            switch (outcome) {
                case DONE ->
                    folder.remove(done.entry.claim(), done.entry.report().token());
                case REJECTED -> folder.reject(done.entry);
                case LATER -> throw new IllegalStateException("not settled");
            }
        } catch (IOException e) {
            // delivering it again after a restart is harmless
            LOG.errorf("The outbox entry %s could not be put away: %s", done.entry.name(), e.getMessage());
        }
        lock.lock();
        try {
            pending.remove(done);
        } finally {
            lock.unlock();
        }
        tell(listener ->
                listener.settled(done.entry.claim(), done.entry.report().token()));
    }

    private void tell(Consumer<Delivery> news) {
        Delivery listener = delivery;
        if (listener != null) {
            news.accept(listener);
        }
    }

    private void postpone(Pending next) {
        if (!next.onDisk) {
            next.onDisk = write(next.entry);
        }
        lock.lock();
        try {
            next.notBefore = nanoTime.getAsLong() + next.backoff.next().toNanos();
        } finally {
            lock.unlock();
        }
    }

    private enum Outcome {
        DONE,
        REJECTED,
        LATER
    }

    private final class Pending {
        final OutboxEntry entry;
        final Backoff backoff = backoffs.get();
        final Set<String> uploaded = new HashSet<>();
        final CountDownLatch firstAttempt = new CountDownLatch(1);
        boolean onDisk;
        long notBefore = nanoTime.getAsLong();

        Pending(OutboxEntry entry, boolean onDisk) {
            this.entry = entry;
            this.onDisk = onDisk;
        }
    }
}
