package io.ktrdr.worker.job;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.StartJob;
import org.jspecify.annotations.Nullable;

/** Sees jobs come and go. Nothing depends on what it makes of them, and it must not throw. */
public interface JobWatch {
    JobWatch NOBODY = order -> new Job() {};

    /** An order has been accepted, on the thread that brought it. */
    Job begins(StartJob order);

    /** One of them. */
    interface Job {
        /** It runs on this thread until the scope is closed. */
        default Scope atWork() {
            return () -> {};
        }

        /**
         * A checkpoint is on its way.
         *
         * @return to be run when it has arrived
         */
        default Runnable checkpoint() {
            return () -> {};
        }

        /** @param failure null when it did not fail */
        default void ended(JobState state, @Nullable FailureClass failure) {}
    }

    /** Closed on the thread that opened it. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
