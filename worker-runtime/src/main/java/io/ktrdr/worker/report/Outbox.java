package io.ktrdr.worker.report;

import io.ktrdr.worker.remote.Backoff;
import io.ktrdr.worker.report.ResultCourier.Outcome;
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
    private final ResultCourier courier;
    private final Supplier<Backoff> backoffs;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Pending> pending = new ArrayList<>();
    private final Thread thread;
    private volatile @Nullable Delivery delivery;
    private boolean closed;

    /** @param nanoTime monotonic, nanoseconds */
    public Outbox(OutboxFolder folder, Coordinators coordinators, Supplier<Backoff> backoffs, LongSupplier nanoTime) {
        this.folder = folder;
        this.courier = new ResultCourier(folder, coordinators);
        this.backoffs = backoffs;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name("outbox").daemon().unstarted(this::run);
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
        thread.start();
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
        thread.interrupt();
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
        Outcome outcome = deliver(next);
        switch (outcome) {
            case Outcome.Done done -> {
                LOG.debugf("The result of %s is delivered: %s", next.entry.name(), done.how());
                settle(
                        next,
                        () -> folder.remove(
                                next.entry.claim(), next.entry.report().token()));
            }
            case Outcome.Rejected rejected -> {
                LOG.errorf("The result of %s is moved to rejected: %s", next.entry.name(), rejected.why());
                settle(next, () -> folder.reject(next.entry));
            }
            case Outcome.Later later -> postpone(next, later.why());
        }
        if (next.firstAttempt.getCount() > 0) {
            next.firstAttempt.countDown();
            tell(listener ->
                    listener.attempted(next.entry.claim(), next.entry.report().token()));
        }
    }

    private Outcome deliver(Pending next) throws InterruptedException {
        try {
            return courier.deliver(next.entry, next.uploaded);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            LOG.errorf(e, "Delivering the result of %s failed", next.entry.claim());
            return new Outcome.Later(e.toString());
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

    private void settle(Pending done, PutAway putAway) {
        try {
            putAway.run();
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

    private void postpone(Pending next, String why) {
        // once per entry is news, every further attempt is not
        boolean news =
                next.firstAttempt.getCount() > 0 && !Thread.currentThread().isInterrupted();
        LOG.logf(
                news ? Logger.Level.WARN : Logger.Level.DEBUG,
                "The result of %s could not be delivered yet: %s",
                next.entry.name(),
                why);
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

    private interface PutAway {
        void run() throws IOException;
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
