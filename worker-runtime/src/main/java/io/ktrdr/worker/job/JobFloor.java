package io.ktrdr.worker.job;

import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.worker.JobFailure;
import io.ktrdr.worker.JobRunner;
import io.ktrdr.worker.disk.JobJournal;
import io.ktrdr.worker.identity.WorkerIdentity;
import io.ktrdr.worker.job.JobSlot.Acknowledgement;
import io.ktrdr.worker.job.JobSlot.PastJob;
import io.ktrdr.worker.job.LiveJob.Stop;
import io.ktrdr.worker.report.Delivery;
import io.ktrdr.worker.report.LiveReports;
import io.ktrdr.worker.report.Outbox;
import io.ktrdr.worker.report.OutboxEntry;
import io.ktrdr.worker.report.OutboxFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Runs jobs on the one thread there is for them, and brings each to its end: result on disk, journal, then free. */
final class JobFloor {
    private static final Logger LOG = Logger.getLogger(JobFloor.class);
    private static final Duration FOR_CHECKPOINT = Duration.ofSeconds(3);

    private final WorkerIdentity me;
    private final JobRunner runner;
    private final JobJournal journal;
    private final Outbox outbox;
    private final OutboxFolder folder;
    private final Workshop shop;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("job").daemon().factory());

    JobFloor(
            WorkerIdentity me,
            JobRunner runner,
            JobJournal journal,
            Outbox outbox,
            OutboxFolder folder,
            Workshop shop) {
        this.me = me;
        this.runner = runner;
        this.journal = journal;
        this.outbox = outbox;
        this.folder = folder;
        this.shop = shop;
    }

    LiveJob prepare(StartJob start) {
        return new LiveJob(start, folder, shop);
    }

    /** @param free told once nothing of the job is left to do here, but before its result is delivered */
    void run(LiveJob job, Consumer<PastJob> free) {
        thread.execute(() -> seeThrough(job, free));
    }

    /** Ends a job in the place of its thread, which does not come back. */
    void handBack(LiveJob job, Consumer<PastJob> free) {
        end(job, Ending.drained(), free);
    }

    /** A coordinator is there: deliver what is left. */
    void hurry() {
        outbox.hurry();
    }

    void open(Delivery delivery) {
        outbox.start(delivery);
    }

    int undelivered() {
        return outbox.size();
    }

    void awaitDelivery(Duration atMost) throws InterruptedException {
        outbox.awaitDelivery(atMost);
    }

    void close() {
        outbox.close();
        thread.shutdown();
    }

    private void seeThrough(LiveJob job, Consumer<PastJob> free) {
        StartJob order = job.order();
        try (JobWatch.Scope atWork = job.watched().atWork();
                LiveReports reports = new LiveReports(
                                shop.coordinators(),
                                me,
                                order.claim(),
                                order.token(),
                                job.watched()::checkpoint,
                                job::fenced)
                        .start()) {
            job.reportThrough(reports);
            shop.gauge().begun();
            Ending ending = work(job);
            job.finish();
            Stop reason = job.stopReason();
            if (reason != null && reason.isContinued()) {
                awaitCheckpoint(reports);
            }
            end(job, ending.considering(job.stopReason()), free);
        } finally {
            if (job.ranOutOfMemory()) {
                shop.exhausted().run();
            }
        }
    }

    // Throwable: whatever a job does, the worker survives it and says so
    private Ending work(LiveJob job) {
        StartJob order = job.order();
        try {
            noteStart(order);
            LOG.infof("%s started (attempt %d, token %d)", order.claim(), order.attempt(), order.token());
            return job.begin()
                    ? new Ending.Completed(runner.run(job).result())
                    : new Ending.Dropped("stopped before it began");
        } catch (JobFailure failure) {
            return Ending.thrown(failure);
        } catch (Throwable thrown) {
            job.threw(thrown);
            if (job.stopReason() == null) {
                LOG.errorf(thrown, "%s failed unexpectedly", order.claim());
            }
            return Ending.thrown(thrown);
        }
    }

    /** A job that cannot be noted is not begun: after a crash nobody could tell what became of it. */
    private void noteStart(StartJob order) throws JobFailure {
        try {
            journal.append(order.claim(), order.token(), JobState.RUNNING, order.specSha256());
        } catch (IOException e) {
            throw JobFailure.interrupted(
                    ProblemCode.INSUFFICIENT_STORAGE.wireName(),
                    "This worker cannot write to its disk: " + e.getMessage());
        }
    }

    private static void awaitCheckpoint(LiveReports reports) {
        try {
            reports.awaitCheckpoint(FOR_CHECKPOINT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(LiveJob job, Ending ending, Consumer<PastJob> free) {
        if (!job.claimEnd()) {
            return;
        }
        LOG.infof("%s %s: %s", job.claim(), ending.state().wireName(), ending.message());
        count(ending);
        job.watched().ended(ending.state(), ending.blame());
        switch (ending) {
            case Ending.Completed completed -> deliver(job, ending, report(job, ending, job.artifacts()), free);
            case Ending.Failed failed -> deliver(job, ending, report(job, ending, List.of()), free);
            case Ending.Dropped dropped -> {
                forget(job);
                free.accept(record(job, ending, Acknowledgement.DONE));
            }
        }
    }

    private void count(Ending ending) {
        switch (ending) {
            case Ending.Completed completed -> shop.gauge().completed();
            case Ending.Failed failed -> shop.gauge().failed(failed.failure());
            case Ending.Dropped dropped -> shop.gauge().dropped();
        }
    }

    private void deliver(LiveJob job, Ending ending, ResultReport report, Consumer<PastJob> free) {
        outbox.put(
                new OutboxEntry(job.claim(), report),
                report.artifacts().isEmpty() ? Map.of() : job.unwritten(),
                () -> free.accept(record(job, ending, Acknowledgement.ON_ITS_WAY)));
    }

    private ResultReport report(LiveJob job, Ending ending, List<String> artifacts) {
        return new ResultReport(
                me.workerId(),
                me.incarnation(),
                job.order().token(),
                job.order().specSha256(),
                ending.state(),
                ending instanceof Ending.Completed completed ? completed.result() : null,
                ending instanceof Ending.Failed failed ? failed.failure() : null,
                artifacts);
    }

    private PastJob record(LiveJob job, Ending ending, Acknowledgement acknowledgement) {
        StartJob order = job.order();
        try {
            journal.append(order.claim(), order.token(), ending.state(), order.specSha256());
        } catch (IOException e) {
            LOG.errorf("The end of %s is missing in the journal: %s", order.claim(), e.getMessage());
        }
        return new PastJob(
                order.claim(), order.token(), order.specSha256(), ending.state(), ending.message(), acknowledgement);
    }

    private void forget(LiveJob job) {
        try {
            folder.remove(job.claim(), job.order().token());
        } catch (IOException e) {
            LOG.warnf("Artifacts of %s are left behind: %s", job.claim(), e.getMessage());
        }
    }
}
