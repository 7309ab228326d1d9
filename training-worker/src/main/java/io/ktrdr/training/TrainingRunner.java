package io.ktrdr.training;

import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.quant.job.TrainingJob;
import io.ktrdr.worker.JobContext;
import io.ktrdr.worker.JobFailure;
import io.ktrdr.worker.JobOutcome;
import io.ktrdr.worker.JobRunner;
import io.ktrdr.worker.quant.QuantJob;
import jakarta.inject.Singleton;

/** Trains a strategy's model. */
@Singleton
final class TrainingRunner implements JobRunner {
    @Override
    public WorkerType type() {
        return WorkerType.TRAINING;
    }

    @Override
    public JobOutcome run(JobContext context) throws JobFailure, InterruptedException {
        return QuantJob.run(TrainingJob::run, context);
    }
}
