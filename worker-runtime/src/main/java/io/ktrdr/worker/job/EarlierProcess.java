package io.ktrdr.worker.job;

import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.worker.disk.JobJournal;
import io.ktrdr.worker.disk.JournalLine;
import io.ktrdr.worker.identity.WorkerIdentity;
import io.ktrdr.worker.job.JobSlot.Acknowledgement;
import io.ktrdr.worker.job.JobSlot.PastJob;
import io.ktrdr.worker.report.Outbox;
import io.ktrdr.worker.report.OutboxEntry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What a worker knows after a restart, from mark, journal and outbox. */
final class EarlierProcess {
    private static final Logger LOG = Logger.getLogger(EarlierProcess.class);

    private final WorkerIdentity me;
    private final JobJournal journal;
    private final Outbox outbox;

    EarlierProcess(WorkerIdentity me, JobJournal journal, Outbox outbox) {
        this.me = me;
        this.journal = journal;
        this.outbox = outbox;
    }

    /** A job that died with its process is reported as failed by this worker: it may have been the job that killed it. */
    JobSlot recall(long mark) {
        List<OutboxEntry> undelivered = outbox.load();
        JobSlot slot = JobSlot.empty(me, mark);
        for (OutboxEntry entry : undelivered) {
            slot = slot.marked(entry.report().token()).ended(past(entry));
        }
        if (journal.lastOfEarlierProcess().isEmpty()) {
            return slot;
        }
        JournalLine last = journal.lastOfEarlierProcess().get();
        slot = slot.marked(last.token());
        Optional<OutboxEntry> itsReport =
                undelivered.stream().filter(entry -> isOf(entry, last)).findFirst();
        if (itsReport.isPresent()) {
            if (!last.state().isOver()) {
                journalEnd(last, itsReport.get().report().state());
            }
            return slot;
        }
        if (last.state().isOver()) {
            return slot.ended(new PastJob(
                    last.claim(),
                    last.token(),
                    last.specSha256(),
                    last.state(),
                    "ended before this worker was restarted",
                    Acknowledgement.DONE));
        }
        return slot.ended(past(reportLost(last)));
    }

    private OutboxEntry reportLost(JournalLine last) {
        OutboxEntry entry = new OutboxEntry(
                last.claim(),
                new ResultReport(
                        me.workerId(),
                        last.incarnation(),
                        last.token(),
                        last.specSha256(),
                        JobState.FAILED,
                        null,
                        new Failure(FailureClass.WORKER, "worker_restarted", "The worker died while it ran this"),
                        List.of()));
        outbox.put(entry, Map.of(), () -> journalEnd(last, JobState.FAILED));
        return entry;
    }

    /** Without this line the next process would report that job once more, as stale as it is by then. */
    private void journalEnd(JournalLine last, JobState state) {
        try {
            journal.append(last.claim(), last.token(), state, last.specSha256());
        } catch (IOException e) {
            LOG.errorf("The end of %s is missing in the journal: %s", last.claim(), e.getMessage());
        }
    }

    private static boolean isOf(OutboxEntry entry, JournalLine line) {
        return entry.claim().equals(line.claim()) && entry.report().token() == line.token();
    }

    private static PastJob past(OutboxEntry entry) {
        ResultReport report = entry.report();
        Failure failure = report.failure();
        return new PastJob(
                entry.claim(),
                report.token(),
                report.specSha256(),
                report.state(),
                failure == null ? "completed" : failure.message(),
                Acknowledgement.DELAYED);
    }
}
