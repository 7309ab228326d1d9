package io.ktrdr.backtest;

import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.quant.job.BacktestJob;
import io.ktrdr.worker.JobContext;
import io.ktrdr.worker.JobFailure;
import io.ktrdr.worker.JobOutcome;
import io.ktrdr.worker.JobRunner;
import io.ktrdr.worker.quant.QuantJob;
import jakarta.inject.Singleton;

/** Trades a trained strategy through the test window. */
@Singleton
final class BacktestRunner implements JobRunner {
    @Override
    public WorkerType type() {
        return WorkerType.BACKTESTING;
    }

    @Override
    public JobOutcome run(JobContext context) throws JobFailure, InterruptedException {
        return QuantJob.run(BacktestJob::run, context);
    }
}
