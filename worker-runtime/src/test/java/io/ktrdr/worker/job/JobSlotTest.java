package io.ktrdr.worker.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.worker.identity.WorkerIdentity;
import io.ktrdr.worker.job.JobSlot.Acknowledgement;
import io.ktrdr.worker.job.JobSlot.Job;
import io.ktrdr.worker.job.JobSlot.OnCancel;
import io.ktrdr.worker.job.JobSlot.OnStart;
import io.ktrdr.worker.job.JobSlot.PastJob;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobSlotTest {
    private static final WorkerIdentity ME = new WorkerIdentity("w", "i", WorkerType.TRAINING, "test");

    private static final JobSlot IDLE = JobSlot.empty(ME, 5);
    private static final JobSlot RUNNING_A6 = IDLE.accepted(new Job("a", 6, "spec"));
    private static final JobSlot RUNNING_A6_MARK_8 = RUNNING_A6.marked(8);
    private static final JobSlot COMPLETED_A6 = RUNNING_A6.ended(past("a", 6, JobState.COMPLETED));
    private static final JobSlot CANCELLED_A6 =
            IDLE.marked(6).ended(new PastJob("a", 6, null, JobState.CANCELLED, "", Acknowledgement.DONE));

    static Stream<Arguments> starts() {
        return Stream.of(
                start("idle, above the mark", IDLE, "a", 6, "spec", "run"),
                start("idle, below the mark", IDLE, "a", 4, "spec", "stale_token"),
                start("idle, equal to a mark nobody remembers", IDLE, "a", 5, "spec", "over failed"),
                start("running, the same again", RUNNING_A6, "a", 6, "spec", "running"),
                start("running, the same with another spec", RUNNING_A6, "a", 6, "other", "spec_mismatch"),
                start("running, another above the mark", RUNNING_A6, "b", 7, "spec", "worker_busy"),
                start("running, its own claim with a newer token", RUNNING_A6, "a", 7, "spec", "worker_busy"),
                start("running, below the mark", RUNNING_A6, "b", 5, "spec", "stale_token"),
                start(
                        "running, the same again after a cancel raised the mark",
                        RUNNING_A6_MARK_8,
                        "a",
                        6,
                        "spec",
                        "running"),
                start("running, between job and mark", RUNNING_A6_MARK_8, "b", 7, "spec", "stale_token"),
                start("completed, the same again", COMPLETED_A6, "a", 6, "spec", "over completed"),
                start("completed, the same with another spec", COMPLETED_A6, "a", 6, "other", "spec_mismatch"),
                start("completed, its token for another claim", COMPLETED_A6, "b", 6, "spec", "stale_token"),
                start("completed, the next", COMPLETED_A6, "b", 7, "spec", "run"),
                start("completed, the same claim in a newer reservation", COMPLETED_A6, "a", 7, "spec", "run"),
                start("cancelled before it started", CANCELLED_A6, "a", 6, "spec", "over cancelled"),
                start("draining, idle", IDLE.drained(), "a", 6, "spec", "worker_draining"),
                start("draining, the same again", RUNNING_A6.drained(), "a", 6, "spec", "running"),
                start("draining, another", RUNNING_A6.drained(), "b", 7, "spec", "worker_draining"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("starts")
    void start_is_answered_by_mark_and_state(String when, JobSlot slot, StartJob start, String expected) {
        assertEquals(expected, said(slot.start(start)));
    }

    @Test
    void start_for_another_worker_or_incarnation_is_superseded() {
        assertEquals("superseded", said(IDLE.start(order("w", "other", "a", 6, "spec"))));
        assertEquals("superseded", said(IDLE.start(order("other", "i", "a", 6, "spec"))));
    }

    static Stream<Arguments> cancels() {
        return Stream.of(
                Arguments.of("never started", IDLE, "a", 6L, "never started"),
                Arguments.of("never started, below the mark", IDLE, "a", 4L, "never started"),
                Arguments.of("running", RUNNING_A6, "a", 6L, "stop a"),
                Arguments.of("running, with a newer token", RUNNING_A6, "a", 9L, "stop a"),
                Arguments.of("running, with an older token", RUNNING_A6, "a", 5L, "stale_token"),
                Arguments.of("another is running", RUNNING_A6, "b", 7L, "never started"),
                Arguments.of("completed", COMPLETED_A6, "a", 6L, "over completed"),
                Arguments.of("cancelled before", CANCELLED_A6, "a", 6L, "over cancelled"),
                Arguments.of("completed, with a newer token", COMPLETED_A6, "a", 7L, "never started"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cancels")
    void cancel_is_answered_by_state(String when, JobSlot slot, String claim, long token, String expected) {
        assertEquals(expected, said(slot.cancel(claim, new CancelJob("i", token))));
    }

    @Test
    void cancel_for_another_incarnation_is_superseded() {
        assertEquals("superseded", said(RUNNING_A6.cancel("a", new CancelJob("other", 6))));
    }

    @Test
    void job_is_completing_until_its_result_is_acknowledged_but_in_the_way_only_for_the_first_attempt() {
        JobSlot done =
                RUNNING_A6.ended(new PastJob("a", 6, "spec", JobState.COMPLETED, "", Acknowledgement.ON_ITS_WAY));
        assertEquals("a", done.completing().orElseThrow().claim());
        assertEquals(JobState.COMPLETING, done.latest("a").orElseThrow().state());
        assertEquals("run", said(done.start(order("w", "i", "b", 7, "spec"))));

        JobSlot delayed = done.acknowledged("a", 6, Acknowledgement.DELAYED);
        assertEquals(true, delayed.completing().isEmpty());
        assertEquals(JobState.COMPLETING, delayed.latest("a").orElseThrow().state());

        JobSlot settled = delayed.acknowledged("a", 6, Acknowledgement.DONE);
        assertEquals(JobState.COMPLETED, settled.latest("a").orElseThrow().state());
        assertEquals(settled, settled.acknowledged("a", 6, Acknowledgement.DELAYED), "the end stands");
    }

    @Test
    void mark_only_grows() {
        assertEquals(5, IDLE.marked(3).mark());
        assertEquals(9, IDLE.marked(9).marked(7).mark());
    }

    @Test
    void memory_is_bounded() {
        JobSlot slot = IDLE;
        for (int token = 6; token < 200; token++) {
            slot = slot.accepted(new Job("c" + token, token, "spec"))
                    .ended(past("c" + token, token, JobState.COMPLETED));
        }
        assertEquals(64, slot.past().size());
        assertEquals("over completed", said(slot.start(order("w", "i", "c199", 199, "spec"))));
    }

    private static PastJob past(String claim, long token, JobState end) {
        return new PastJob(claim, token, "spec", end, "", Acknowledgement.DONE);
    }

    private static Arguments start(String when, JobSlot slot, String claim, long token, String spec, String expected) {
        return Arguments.of(when, slot, order("w", "i", claim, token, spec), expected);
    }

    private static StartJob order(String worker, String incarnation, String claim, long token, String spec) {
        return new StartJob(claim, worker, incarnation, token, WorkerType.TRAINING, 1, "{}", spec, null);
    }

    private static String said(OnStart decision) {
        return switch (decision) {
            case OnStart.Run run -> "run";
            case OnStart.Running running -> "running";
            case OnStart.Over over -> "over " + over.job().state().wireName();
            case OnStart.Refused refused -> refused.code().wireName();
        };
    }

    private static String said(OnCancel decision) {
        return switch (decision) {
            case OnCancel.Stop stop -> "stop " + stop.job().claim();
            case OnCancel.Over over -> "over " + over.job().end().wireName();
            case OnCancel.NeverStarted never -> "never started";
            case OnCancel.Refused refused -> refused.code().wireName();
        };
    }
}
