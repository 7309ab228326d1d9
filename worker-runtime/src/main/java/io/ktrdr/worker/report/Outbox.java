package io.ktrdr.worker.report;

import io.ktrdr.worker.remote.Backoff;
import io.ktrdr.worker.report.ResultCourier.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers results until they are answered, across restarts of this process: those of one claim in their order, all others
 * as they can be.
 */
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
            left.forEach(entry -> pending.add(new Pending(entry)));
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
     * Makes a result survive the process, then delivers it. What the disk does not take stays in memory, is delivered all
     * the same, and is offered to the disk again with each attempt.
     *
     * @param unwritten artifacts that are not in the folder, by hash
     * @param onceSafe run before its delivery begins; already part of what {@link #awaitDelivery} waits for
     */
    public void put(OutboxEntry entry, Map<String, byte[]> unwritten, Runnable onceSafe) {
        Pending added = new Pending(entry, unwritten);
        added.write();
        lock.lock();
        try {
            pending.add(added);
        } finally {
            lock.unlock();
        }
        onceSafe.run();
        lock.lock();
        try {
            added.isDeliverable = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return pending.size();
        } finally {
            lock.unlock();
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

    /** Waits until nothing is left to deliver. What is left when the time is up waits on the disk for the next process. */
    public void awaitDelivery(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!pending.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            pending.stream()
                    .filter(entry -> !entry.isOnDisk)
                    .forEach(entry -> LOG.errorf(
                            "The result of %s is lost: neither disk nor coordinator took it", entry.entry.name()));
        } finally {
            lock.unlock();
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
        next.write();
        switch (deliver(next)) {
            case Outcome.Done done -> {
                LOG.debugf("The result of %s is delivered: %s", next.entry.name(), done.how());
                settle(next, next::remove);
            }
            case Outcome.Rejected rejected
            when next.entry.isRejection() -> {
                LOG.errorf("Nor is it heard that %s was refused: %s", next.entry.name(), rejected.why());
                settle(next, () -> folder.reject(next.entry));
            }
            case Outcome.Rejected rejected -> replace(next, rejected);
            case Outcome.Later later -> postpone(next, later.why());
        }
        if (!next.isAttempted) {
            next.isAttempted = true;
            tell(listener ->
                    listener.attempted(next.entry.claim(), next.entry.report().token()));
        }
    }

    private Outcome deliver(Pending next) throws InterruptedException {
        try {
            return courier.deliver(next.entry, next.unwritten, next.uploaded);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            LOG.errorf(e, "Delivering the result of %s failed", next.entry.claim());
            return new Outcome.Later(e.toString());
        }
    }

    /** Refused for good: the coordinator is told at least that the attempt is over. */
    private void replace(Pending next, Outcome.Rejected rejected) {
        OutboxEntry refused = next.entry;
        LOG.errorf("The result of %s is moved to rejected: %s", refused.name(), rejected.why());
        next.refused = refused;
        next.entry = refused.rejection(rejected.blame(), rejected.why());
        next.isOnDisk = false;
        next.backoff.reset();
    }

    /** The next entry whose time has come; null when closed. */
    private @Nullable Pending awaitDue() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = nanoTime.getAsLong();
                long wait = Long.MAX_VALUE;
                for (Pending candidate : inTurn()) {
                    long due = candidate.notBefore - now;
                    if (due <= 0) {
                        return candidate;
                    }
                    wait = Math.min(wait, due);
                }
                if (wait == Long.MAX_VALUE) {
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

    /** What may be delivered now: of one claim the oldest only, so that its reports arrive in their order. */
    private List<Pending> inTurn() {
        Set<String> claims = new HashSet<>();
        return pending.stream()
                .filter(candidate -> claims.add(candidate.entry.claim()) && candidate.isDeliverable)
                .toList();
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
            changed.signalAll();
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
        boolean news = !next.isAttempted && !Thread.currentThread().isInterrupted();
        LOG.logf(
                news ? Logger.Level.WARN : Logger.Level.DEBUG,
                "The result of %s could not be delivered yet: %s",
                next.entry.name(),
                why);
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
        OutboxEntry entry;
        /** What {@link #entry} stands for, until it is set aside. */
        @Nullable
        OutboxEntry refused;

        /** Artifacts that only memory has. */
        Map<String, byte[]> unwritten;

        final Backoff backoff = backoffs.get();
        final Set<String> uploaded = new HashSet<>();
        boolean isAttempted;
        volatile boolean isOnDisk;
        /** Guarded by lock, as is {@link #notBefore}. */
        boolean isDeliverable;

        long notBefore = nanoTime.getAsLong();

        Pending(OutboxEntry entry, Map<String, byte[]> unwritten) {
            this.entry = entry;
            this.unwritten = unwritten;
        }

        /** Found on the disk. */
        Pending(OutboxEntry entry) {
            this(entry, Map.of());
            isOnDisk = true;
            isDeliverable = true;
        }

        void remove() throws IOException {
            // what was refused is for people to look at: it stays, even where it is
            if (refused == null) {
                folder.remove(entry.claim(), entry.report().token());
            }
        }

        /** Once is enough; until then each attempt at delivery is one at this too. */
        void write() {
            if (isOnDisk) {
                return;
            }
            try {
                if (refused == null) {
                    folder.write(entry, unwritten);
                } else {
                    folder.replace(refused, unwritten, entry);
                }
                refused = null;
                unwritten = Map.of();
                isOnDisk = true;
            } catch (IOException e) {
                LOG.errorf("The result of %s is in memory only: %s", entry.name(), e.getMessage());
            }
        }
    }
}
