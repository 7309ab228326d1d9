package io.ktrdr.worker.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.worker.JobFailure;
import io.ktrdr.worker.job.LiveJob.Stop;
import org.jspecify.annotations.Nullable;

/** How an attempt ended, and what is said about it. */
sealed interface Ending {
    record Completed(ObjectNode result) implements Ending {}

    record Failed(Failure failure) implements Ending {}

    /** Nobody waits for a result. */
    record Dropped(String why) implements Ending {}

    /** What a job threw. Memory and unexpected faults are the worker's: elsewhere the same job may succeed. */
    static Ending thrown(Throwable thrown) {
        return switch (thrown) {
            case JobFailure failure -> new Failed(failure.failure());
            case OutOfMemoryError e ->
                new Failed(new Failure(FailureClass.WORKER, "out_of_memory", "Not enough memory on this worker"));
            default -> new Failed(new Failure(FailureClass.WORKER, "unexpected", thrown.toString()));
        };
    }

    /** A job that was asked to stop has no ending of its own. */
    default Ending considering(@Nullable Stop stop) {
        return switch (stop) {
            case null -> this;
            case CANCELLED -> new Dropped("cancelled");
            case FENCED -> new Dropped("fenced: the attempt is over");
            case DRAINED -> drained();
            case HANDED_BACK ->
                new Failed(
                        new Failure(FailureClass.DEFERRED, "handed_back", "Handed back at a checkpoint, as was asked"));
        };
    }

    static Ending drained() {
        return new Failed(new Failure(FailureClass.INTERRUPTED, "worker_drained", "The worker is going away"));
    }

    default JobState state() {
        return switch (this) {
            case Completed completed -> JobState.COMPLETED;
            case Failed failed -> JobState.FAILED;
            case Dropped dropped -> JobState.CANCELLED;
        };
    }

    /** Whose fault a failure is; null for any other end. */
    default @Nullable FailureClass blame() {
        return this instanceof Failed failed ? failed.failure().failureClass() : null;
    }

    default String message() {
        return switch (this) {
            case Completed completed -> "completed";
            case Failed failed -> failed.failure().message();
            case Dropped dropped -> dropped.why();
        };
    }
}
