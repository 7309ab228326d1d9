package io.ktrdr.worker.report;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.CheckpointReport;
import io.ktrdr.contracts.job.ProgressReport;
import io.ktrdr.contracts.job.ReportAnswer;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.worker.identity.WorkerIdentity;
import io.ktrdr.worker.remote.Answer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Progress and checkpoints of one running job, sent from a thread of their own: the job never waits for the network. Of
 * each kind the latest wins; a lost one does no harm.
 */
public final class LiveReports implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LiveReports.class);
    private static final Duration PACE = Duration.ofSeconds(1);

    private final Coordinators coordinators;
    private final WorkerIdentity me;
    private final String claim;
    private final long token;
    private final Supplier<Runnable> onCheckpoint;
    private final Runnable fenced;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ProgressReport progress;
    private @Nullable State checkpoint;
    private boolean sendingCheckpoint;
    /** The last checkpoint did not arrive: it is tried again, but not in a rush. */
    private boolean inVain;

    private boolean closed;

    /**
     * @param onCheckpoint called before a checkpoint is sent; what it returns is run when that has arrived
     * @param fenced       called once when the coordinator says that the attempt is over
     */
    public LiveReports(
            Coordinators coordinators,
            WorkerIdentity me,
            String claim,
            long token,
            Supplier<Runnable> onCheckpoint,
            Runnable fenced) {
        this.coordinators = coordinators;
        this.me = me;
        this.claim = claim;
        this.token = token;
        this.onCheckpoint = onCheckpoint;
        this.fenced = fenced;
    }

    public LiveReports start() {
        Thread.ofPlatform().name("reports").daemon().start(this::run);
        return this;
    }

    public void progress(long step, double fraction, String message) {
        lock.lock();
        try {
            boolean first = progress == null;
            progress = new ProgressReport(me.workerId(), me.incarnation(), token, step, fraction, message);
            if (first) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    public void checkpoint(long step, byte[] state) {
        lock.lock();
        try {
            checkpoint = new State(step, state);
            inVain = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no checkpoint is on its way. */
    public void awaitCheckpoint(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while ((checkpoint != null || sendingCheckpoint) && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends nothing more; what is on its way may still arrive, and is refused as stale if it is too late. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitSomething()) {
                sendCheckpoint();
                sendProgress();
                pause();
            }
        } catch (InterruptedException e) {
            LOG.debug("reports interrupted");
        }
    }

    private boolean awaitSomething() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && progress == null && checkpoint == null) {
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** A checkpoint does not wait for the pace: a draining worker is in a hurry. */
    private void pause() throws InterruptedException {
        lock.lock();
        try {
            long left = PACE.toNanos();
            while (!closed && (checkpoint == null || inVain) && left > 0) {
                left = changed.awaitNanos(left);
            }
            inVain = false;
        } finally {
            lock.unlock();
        }
    }

    private void sendProgress() {
        ProgressReport report;
        lock.lock();
        try {
            report = progress;
            progress = null;
        } finally {
            lock.unlock();
        }
        if (report != null) {
            heed("Progress", coordinators.progress(claim, report));
        }
    }

    private void sendCheckpoint() {
        State state;
        lock.lock();
        try {
            state = checkpoint;
            checkpoint = null;
            sendingCheckpoint = state != null;
        } finally {
            lock.unlock();
        }
        if (state == null) {
            return;
        }
        try {
            send(state);
        } finally {
            lock.lock();
            try {
                sendingCheckpoint = false;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void send(State state) {
        String sha256 = Sha256.of(state.content());
        Runnable arrived = onCheckpoint.get();
        switch (coordinators.upload(sha256, state.content())) {
            case Answer.Accepted<Boolean> ok -> report(state, sha256, arrived);
            case Answer.Refused<Boolean> refused ->
                LOG.warnf(
                        "Checkpoint of %s was refused: %s",
                        claim, refused.problem().detail());
            case Answer.NoAnswer<Boolean> none -> sendAgain(state, none.why());
        }
    }

    private void report(State state, String sha256, Runnable arrived) {
        Answer<ReportAnswer> answer = coordinators.checkpoint(
                claim,
                new CheckpointReport(me.workerId(), me.incarnation(), token, new Checkpoint(sha256, state.step())));
        switch (answer) {
            case Answer.Refused<ReportAnswer> refused
            when refused.problem().code() == ProblemCode.ARTIFACT_MISSING ->
                sendAgain(state, refused.problem().detail());
            case Answer.NoAnswer<ReportAnswer> none -> sendAgain(state, none.why());
            case Answer.Accepted<ReportAnswer> ok -> {
                arrived.run();
                heed("Checkpoint", ok);
            }
            case Answer.Refused<ReportAnswer> refused -> heed("Checkpoint", refused);
        }
    }

    /** The next one may be long in coming; but should it be there already, it is the better one. */
    private void sendAgain(State state, String why) {
        LOG.debugf("Checkpoint of %s was not sent: %s", claim, why);
        lock.lock();
        try {
            if (checkpoint == null) {
                checkpoint = state;
                inVain = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void heed(String what, Answer<ReportAnswer> answer) {
        switch (answer) {
            case Answer.Accepted<ReportAnswer> ok -> LOG.tracef("%s of %s sent", what, claim);
            case Answer.Refused<ReportAnswer> refused
            when refused.problem().code() == ProblemCode.STALE_TOKEN -> {
                LOG.infof(
                        "%s is over for this worker: %s",
                        claim, refused.problem().detail());
                close();
                fenced.run();
            }
            case Answer.Refused<ReportAnswer> refused ->
                LOG.debugf(
                        "%s of %s was refused: %s",
                        what, claim, refused.problem().detail());
            case Answer.NoAnswer<ReportAnswer> none -> LOG.debugf("%s of %s was not sent: %s", what, claim, none.why());
        }
    }

    /** @param step at which it was taken */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record State(long step, byte[] content) {}
}
