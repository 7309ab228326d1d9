package io.ktrdr.worker.job;

import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.worker.identity.WorkerIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this worker runs and has run, and what it therefore answers. Immutable and without effects: the caller holds one
 * lock, makes the mark durable, and then takes the next slot.
 *
 * @param mark the highest token ever accepted, by start or by cancel
 * @param running the one job, null for none
 * @param past the latest jobs that are over, newest first
 * @param draining takes no further job
 */
record JobSlot(WorkerIdentity me, long mark, @Nullable Job running, List<PastJob> past, boolean draining) {
    private static final int REMEMBERED = 64;

    /** An attempt that is running. */
    record Job(String claim, long token, String specSha256) {
        static Job of(StartJob start) {
            return new Job(start.claim(), start.token(), start.specSha256());
        }

        boolean is(String otherClaim, long otherToken) {
            return claim.equals(otherClaim) && token == otherToken;
        }
    }

    /**
     * An attempt that is over.
     *
     * @param specSha256 null for one that was cancelled before it started
     * @param end completed, failed or cancelled
     */
    record PastJob(
            String claim,
            long token,
            @Nullable String specSha256,
            JobState end,
            String message,
            Acknowledgement acknowledgement) {
        JobState state() {
            return switch (acknowledgement) {
                case ON_ITS_WAY, DELAYED -> JobState.COMPLETING;
                case DONE -> end;
            };
        }

        boolean is(String otherClaim, long otherToken) {
            return claim.equals(otherClaim) && token == otherToken;
        }

        private PastJob with(Acknowledgement now) {
            return new PastJob(claim, token, specSha256, end, message, now);
        }
    }

    /** Of a result by the coordinator. */
    enum Acknowledgement {
        /** The first delivery is in flight. */
        ON_ITS_WAY,
        /** Safe in the outbox, tried again and again. */
        DELAYED,
        /** Nothing (more) to deliver. */
        DONE
    }

    sealed interface OnStart {
        /** Make the token the mark, then run it. */
        record Run(Job job) implements OnStart {}

        /** Nothing to run: this attempt is known. */
        record Running(Job job) implements OnStart {}

        record Over(PastJob job) implements OnStart {}

        record Refused(ProblemCode code, String detail) implements OnStart {}
    }

    sealed interface OnCancel {
        /** Raise the mark, stop it, answer when it has stopped. */
        record Stop(Job job) implements OnCancel {}

        /** Raise the mark; it is over already. */
        record Over(PastJob job) implements OnCancel {}

        /** Raise the mark and remember it as cancelled: a start that arrives later stays dead. */
        record NeverStarted(PastJob job) implements OnCancel {}

        record Refused(ProblemCode code, String detail) implements OnCancel {}
    }

    sealed interface OnHandBack {
        /** Ask it to stop at its next checkpoint. */
        record Stop(Job job) implements OnHandBack {}

        record Over(PastJob job) implements OnHandBack {}

        record Refused(ProblemCode code, String detail) implements OnHandBack {}
    }

    static JobSlot empty(WorkerIdentity me, long mark) {
        return new JobSlot(me, mark, null, List.of(), false);
    }

    OnStart start(StartJob start) {
        if (!me.workerId().equals(start.workerId()) || !me.incarnation().equals(start.incarnation())) {
            return new OnStart.Refused(ProblemCode.SUPERSEDED, notMe(start.workerId(), start.incarnation()));
        }
        if (running != null && running.is(start.claim(), start.token())) {
            return sameSpec(running.specSha256, start) ? new OnStart.Running(running) : otherSpec(start);
        }
        if (start.token() < mark) {
            return new OnStart.Refused(
                    ProblemCode.STALE_TOKEN, "Token " + start.token() + " is below the mark " + mark);
        }
        if (start.token() == mark) {
            return startAgain(start);
        }
        if (draining) {
            return new OnStart.Refused(ProblemCode.WORKER_DRAINING, "This worker takes no further job");
        }
        if (running != null) {
            return new OnStart.Refused(ProblemCode.WORKER_BUSY, "This worker is running " + running.claim);
        }
        return new OnStart.Run(Job.of(start));
    }

    /** The token has been accepted before: whatever became of it, it never runs again. */
    private OnStart startAgain(StartJob start) {
        Optional<PastJob> known =
                past.stream().filter(job -> job.token == start.token()).findFirst();
        if (known.isEmpty()) {
            return new OnStart.Over(new PastJob(
                    start.claim(),
                    start.token(),
                    start.specSha256(),
                    JobState.FAILED,
                    "accepted before, and not known any more",
                    Acknowledgement.DONE));
        }
        PastJob job = known.get();
        if (!job.claim.equals(start.claim())) {
            return new OnStart.Refused(
                    ProblemCode.STALE_TOKEN, "Token " + start.token() + " was accepted for " + job.claim);
        }
        return sameSpec(job.specSha256, start) ? new OnStart.Over(job) : otherSpec(start);
    }

    OnCancel cancel(String claim, CancelJob cancel) {
        if (!me.incarnation().equals(cancel.incarnation())) {
            return new OnCancel.Refused(ProblemCode.SUPERSEDED, notMe(me.workerId(), cancel.incarnation()));
        }
        if (running != null && running.claim.equals(claim)) {
            return cancel.token() < running.token
                    ? new OnCancel.Refused(
                            ProblemCode.STALE_TOKEN,
                            "Token " + cancel.token() + " is below " + running.token + " of the running attempt")
                    : new OnCancel.Stop(running);
        }
        Optional<PastJob> known =
                past.stream().filter(job -> job.is(claim, cancel.token())).findFirst();
        return known.<OnCancel>map(OnCancel.Over::new)
                .orElseGet(() -> new OnCancel.NeverStarted(new PastJob(
                        claim,
                        cancel.token(),
                        null,
                        JobState.CANCELLED,
                        "cancelled before it started",
                        Acknowledgement.DONE)));
    }

    /** Changes nothing here: what follows is an end like any other. */
    OnHandBack handBack(String claim, CancelJob order) {
        if (!me.incarnation().equals(order.incarnation())) {
            return new OnHandBack.Refused(ProblemCode.SUPERSEDED, notMe(me.workerId(), order.incarnation()));
        }
        if (running != null && running.is(claim, order.token())) {
            return new OnHandBack.Stop(running);
        }
        if (running != null && running.claim.equals(claim)) {
            return new OnHandBack.Refused(
                    ProblemCode.STALE_TOKEN,
                    "Token " + order.token() + " is not " + running.token + ", the running attempt's");
        }
        return past.stream()
                .filter(job -> job.is(claim, order.token()))
                .findFirst()
                .<OnHandBack>map(OnHandBack.Over::new)
                .orElseGet(() -> new OnHandBack.Refused(ProblemCode.NOT_FOUND, "There is no job " + claim));
    }

    Optional<PastJob> latest(String claim) {
        return past.stream().filter(job -> job.claim.equals(claim)).findFirst();
    }

    /** The attempt whose result is being delivered for the first time. */
    Optional<PastJob> completing() {
        return past.stream()
                .filter(job -> job.acknowledgement == Acknowledgement.ON_ITS_WAY)
                .findFirst();
    }

    JobSlot accepted(Job job) {
        return new JobSlot(me, Math.max(mark, job.token), job, past, draining);
    }

    JobSlot marked(long token) {
        return new JobSlot(me, Math.max(mark, token), running, past, draining);
    }

    /** Over; frees the slot when it was the running one. */
    JobSlot ended(PastJob job) {
        List<PastJob> now = new ArrayList<>();
        now.add(job);
        past.stream().limit(REMEMBERED - 1).forEach(now::add);
        Job left = running != null && running.is(job.claim, job.token) ? null : running;
        return new JobSlot(me, mark, left, List.copyOf(now), draining);
    }

    JobSlot acknowledged(String claim, long token, Acknowledgement now) {
        List<PastJob> changed = past.stream()
                .map(job -> job.is(claim, token) && job.acknowledgement != Acknowledgement.DONE ? job.with(now) : job)
                .toList();
        return new JobSlot(me, mark, running, changed, draining);
    }

    JobSlot drained() {
        return new JobSlot(me, mark, running, past, true);
    }

    private static boolean sameSpec(@Nullable String specSha256, StartJob start) {
        return specSha256 == null || specSha256.equals(start.specSha256());
    }

    private static OnStart otherSpec(StartJob start) {
        return new OnStart.Refused(
                ProblemCode.SPEC_MISMATCH, "Another spec was accepted under " + start.claim() + " with this token");
    }

    private String notMe(String workerId, String incarnation) {
        return "This is " + me.workerId() + " in its incarnation " + me.incarnation() + ", not " + workerId + " in "
                + incarnation;
    }
}
