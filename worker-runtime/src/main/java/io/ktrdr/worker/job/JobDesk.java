package io.ktrdr.worker.job;

import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.JobView;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.worker.JobRunner;
import io.ktrdr.worker.disk.JobJournal;
import io.ktrdr.worker.disk.MarkFile;
import io.ktrdr.worker.disk.WorkerHome;
import io.ktrdr.worker.identity.WorkerIdentity;
import io.ktrdr.worker.job.JobSlot.Acknowledgement;
import io.ktrdr.worker.job.JobSlot.Job;
import io.ktrdr.worker.job.JobSlot.OnCancel;
import io.ktrdr.worker.job.JobSlot.OnHandBack;
import io.ktrdr.worker.job.JobSlot.OnStart;
import io.ktrdr.worker.job.JobSlot.PastJob;
import io.ktrdr.worker.job.LiveJob.Stop;
import io.ktrdr.worker.report.Delivery;
import io.ktrdr.worker.report.Outbox;
import io.ktrdr.worker.report.OutboxFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders one at a time, under one lock: two concurrent starts can never both run. What to answer is decided by
 * {@link JobSlot}; the mark is on the disk before anything comes of it; {@link JobFloor} does the work.
 */
public final class JobDesk implements Delivery, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobDesk.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);
    /** What the last reports get of the drain's patience at the least. */
    private static final Duration FOR_DELIVERY = Duration.ofSeconds(3);

    private final WorkerHome home;
    private final MarkFile markFile;
    private final JobFloor floor;
    private final Workshop shop;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile JobSlot slot;
    private volatile @Nullable LiveJob live;
    private volatile @Nullable String obstacle;
    private volatile boolean stuck;
    private volatile Runnable changed = () -> {};

    private JobDesk(JobSlot slot, WorkerHome home, MarkFile markFile, JobFloor floor, Workshop shop) {
        this.slot = slot;
        this.home = home;
        this.markFile = markFile;
        this.floor = floor;
        this.shop = shop;
    }

    /** Takes up what an earlier process left in this home. Delivers nothing before {@link #open}. */
    public static JobDesk in(WorkerHome home, WorkerIdentity me, JobRunner runner, Workshop shop) {
        JobJournal journal = new JobJournal(home, shop.json(), shop.clock(), me.incarnation());
        OutboxFolder folder = new OutboxFolder(home, shop.json());
        Outbox outbox = new Outbox(folder, shop.coordinators(), shop.backoffs(), shop.nanoTime());
        MarkFile markFile = new MarkFile(home);
        return new JobDesk(
                new EarlierProcess(me, journal, outbox).recall(markFile.read()),
                home,
                markFile,
                new JobFloor(me, runner, journal, outbox, folder, shop),
                shop);
    }

    /** Begins to deliver. */
    public void open() {
        floor.open(this);
    }

    /** What is not delivered stays on the disk. */
    @Override
    public void close() {
        floor.close();
    }

    /** Called whenever {@link #activity} has changed; must not block. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    public Activity activity() {
        JobSlot now = slot;
        Job running = now.running();
        RunningJob job = running != null
                ? new RunningJob(running.claim(), running.token(), false)
                : now.completing()
                        .map(done -> new RunningJob(done.claim(), done.token(), true))
                        .orElse(null);
        return new Activity(now.mark(), job, now.draining(), obstacle);
    }

    /** A job ignores that it was stopped: this process will never be free again. */
    public boolean isStuck() {
        return stuck;
    }

    /** Results that no coordinator has acknowledged yet. */
    public int undelivered() {
        return floor.undelivered();
    }

    /**
     * Asks the disk whether it can be written (again), and gives it the mark if it lacks it. Called before each word to the
     * registry, so that a worker that cannot work is given nothing, and one that can again is not forgotten.
     */
    public void tryDisk() {
        try {
            lock.lock();
            try {
                markFile.write(slot.mark());
            } finally {
                lock.unlock();
            }
            home.tryWriting();
            if (obstacle != null) {
                LOG.info("The disk can be written again");
            }
            obstacle = null;
        } catch (IOException e) {
            cannotWrite(e);
        }
    }

    private void cannotWrite(IOException e) {
        String why = "cannot write to its home: " + e.getMessage();
        if (!why.equals(obstacle)) {
            LOG.errorf("This worker takes no job: it %s", why);
        }
        obstacle = why;
    }

    /** @throws ProblemException as {@code WorkerJobsApi.start} says */
    JobView start(StartJob start) {
        StartChecks.check(start, slot.me().type());
        lock.lock();
        try {
            return switch (slot.start(start)) {
                case OnStart.Run run -> run(start, run.job());
                case OnStart.Running running -> view(running.job());
                case OnStart.Over over -> view(over.job(), over.job().state());
                case OnStart.Refused refused -> throw refusal(refused);
            };
        } finally {
            lock.unlock();
        }
    }

    /** Whoever sent it here knows too little of this worker: without a word now it would be sent again and again. */
    private ProblemException refusal(OnStart.Refused refused) {
        changed.run();
        return new ProblemException(refused.code(), refused.detail());
    }

    private JobView run(StartJob start, Job job) {
        raiseMark(job.token());
        slot = slot.accepted(job);
        LiveJob now = floor.prepare(start);
        live = now;
        now.whenFenced(() -> stop(now, Stop.FENCED));
        floor.run(now, past -> ended(now, past));
        changed.run();
        return view(job);
    }

    /** Before a start, which is above the mark. Nothing has happened when this throws. */
    private void raiseMark(long token) {
        try {
            markFile.write(token);
        } catch (IOException e) {
            cannotWrite(e);
            changed.run();
            throw new ProblemException(
                    ProblemCode.INSUFFICIENT_STORAGE, "This worker cannot write to its disk: " + e.getMessage());
        }
        slot = slot.marked(token);
    }

    /**
     * Before a cancel, which must be answered even with a full disk: or else its attempt would never end. In memory the mark
     * does all it is for while this process lives. After a restart there is nothing left for it to do here: the start that
     * this cancel may have overtaken names this incarnation, and no other accepts it.
     */
    private void raiseMarkAnyhow(long token) {
        slot = slot.marked(token);
        try {
            markFile.write(slot.mark());
        } catch (IOException e) {
            cannotWrite(e);
        }
        changed.run();
    }

    private void ended(LiveJob job, PastJob past) {
        lock.lock();
        try {
            slot = slot.ended(past);
        } finally {
            lock.unlock();
        }
        job.over().complete(past);
        changed.run();
    }

    /** @throws ProblemException {@code not_found} */
    JobView show(String claim) {
        JobSlot now = slot;
        Job running = now.running();
        if (running != null && running.claim().equals(claim)) {
            return view(running);
        }
        return now.latest(claim)
                .map(past -> view(past, past.state()))
                .orElseThrow(() -> ProblemException.notFound("job", claim));
    }

    /**
     * Complete when the worker is free of this claim; a result still on its way does not occupy it.
     *
     * @throws ProblemException as {@code WorkerJobsApi.cancel} says
     */
    CompletableFuture<JobView> cancel(String claim, CancelJob cancel) {
        StartChecks.check(claim, cancel);
        lock.lock();
        try {
            return switch (slot.cancel(claim, cancel)) {
                case OnCancel.Stop stop -> {
                    raiseMarkAnyhow(cancel.token());
                    yield stopRunning();
                }
                case OnCancel.Over over -> {
                    raiseMarkAnyhow(cancel.token());
                    floor.hurry();
                    yield CompletableFuture.completedFuture(
                            view(over.job(), over.job().end()));
                }
                case OnCancel.NeverStarted never -> {
                    slot = slot.ended(never.job());
                    raiseMarkAnyhow(cancel.token());
                    yield CompletableFuture.completedFuture(
                            view(never.job(), never.job().end()));
                }
                case OnCancel.Refused refused -> throw new ProblemException(refused.code(), refused.detail());
            };
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks the job to stop at its next checkpoint, or when the patience for that is over, and answers at once.
     *
     * @throws ProblemException as {@code WorkerJobsApi.handBack} says
     */
    JobView handBack(String claim, CancelJob order) {
        StartChecks.check(claim, order);
        lock.lock();
        try {
            return switch (slot.handBack(claim, order)) {
                case OnHandBack.Stop(Job job) -> {
                    stopSoon(claim);
                    yield view(job);
                }
                case OnHandBack.Over(PastJob past) -> view(past, past.state());
                case OnHandBack.Refused refused -> throw new ProblemException(refused.code(), refused.detail());
            };
        } finally {
            lock.unlock();
        }
    }

    private void stopSoon(String claim) {
        LiveJob job = live;
        if (job == null || !job.stopAfterCheckpoint(Stop.HANDED_BACK)) {
            return;
        }
        LOG.infof("%s is wanted back and stops at its next checkpoint", claim);
        CompletableFuture<PastJob> _ = job.over()
                .copy()
                .orTimeout(shop.drainPatience().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((past, late) -> {
                    if (late != null) {
                        stop(job, Stop.HANDED_BACK);
                    }
                });
    }

    private CompletableFuture<JobView> stopRunning() {
        LiveJob job = live;
        if (job == null) {
            throw new IllegalStateException("a running slot has a live job");
        }
        stop(job, Stop.CANCELLED);
        return job.over().thenApply(past -> view(past, past.end()));
    }

    /** Java cannot end a thread that will not: a worker that cannot be freed has to be started again. */
    private void stop(LiveJob job, Stop reason) {
        job.stop(reason);
        // its outcome is the call to stuck, or nothing
        CompletableFuture<PastJob> _ = job.over()
                .copy()
                .orTimeout(shop.cancelPatience().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((past, late) -> {
                    if (late != null) {
                        LOG.errorf("%s does not stop (%s)", job.claim(), reason);
                        stuck = true;
                        shop.stuck().run();
                    }
                });
    }

    /** A newer process has taken this worker's place: whatever runs here no longer counts. */
    public void supersede() {
        lock.lock();
        try {
            slot = slot.drained();
        } finally {
            lock.unlock();
        }
        LiveJob job = live;
        if (job != null) {
            job.stop(Stop.FENCED);
        }
    }

    /**
     * Refuses further jobs, has the running one checkpoint and stop, hands it back, and gives the last reports what is left
     * of the time. What is not delivered then stays on the disk for the next process.
     */
    public void drain() throws InterruptedException {
        long deadline = shop.nanoTime().getAsLong() + shop.drainPatience().toNanos();
        lock.lock();
        try {
            slot = slot.drained();
        } finally {
            lock.unlock();
        }
        changed.run();
        LiveJob job = live;
        if (job != null && !job.over().isDone()) {
            stopAtCheckpoint(job);
        }
        Duration left = Duration.ofNanos(deadline - shop.nanoTime().getAsLong());
        floor.awaitDelivery(left.compareTo(FOR_DELIVERY) > 0 ? left : FOR_DELIVERY);
    }

    private void stopAtCheckpoint(LiveJob job) throws InterruptedException {
        LOG.infof("Draining: %s stops at its next checkpoint", job.claim());
        job.stopAfterCheckpoint(Stop.DRAINED);
        if (!job.awaitOver(shop.drainPatience())) {
            job.stop(Stop.DRAINED);
            if (!job.awaitOver(AFTER_INTERRUPT)) {
                LOG.errorf("%s does not stop; handed back all the same", job.claim());
                floor.handBack(job, past -> ended(job, past));
            }
        }
    }

    @Override
    public void attempted(String claim, long token) {
        acknowledge(claim, token, Acknowledgement.DELAYED);
    }

    @Override
    public void settled(String claim, long token) {
        acknowledge(claim, token, Acknowledgement.DONE);
    }

    private void acknowledge(String claim, long token, Acknowledgement now) {
        Activity before = activity();
        lock.lock();
        try {
            slot = slot.acknowledged(claim, token, now);
        } finally {
            lock.unlock();
        }
        if (!before.equals(activity())) {
            changed.run();
        }
    }

    private JobView view(Job job) {
        LiveJob now = live;
        return now == null
                ? new JobView(job.claim(), job.token(), JobState.RUNNING, 0, "")
                : new JobView(job.claim(), job.token(), JobState.RUNNING, now.fraction(), now.message());
    }

    private static JobView view(PastJob past, JobState state) {
        return new JobView(past.claim(), past.token(), state, past.end() == JobState.COMPLETED ? 1 : 0, past.message());
    }
}
