package io.ktrdr.worker;

import io.ktrdr.contracts.worker.WorkerType;

/** The job itself: the one bean that a worker module adds to this runtime. */
public interface JobRunner {
    WorkerType type();

    /**
     * Runs one job to its end, on a thread of its own. It looks at {@link JobContext#cancelled()} often enough to stop
     * within half a second; the thread is interrupted too. What it returns or throws after having been cancelled is
     * ignored.
     *
     * @throws JobFailure when the job cannot succeed; anything else that is thrown is blamed on the worker
     * @throws InterruptedException when stopped while waiting
     */
    JobOutcome run(JobContext context) throws JobFailure, InterruptedException;
}
