package io.ktrdr.worker.quant;

import io.ktrdr.quant.backtest.BacktestMetrics;
import io.ktrdr.quant.job.BacktestResult;
import io.ktrdr.quant.job.BacktestSpec;
import io.ktrdr.quant.job.DatasetReference;
import io.ktrdr.quant.job.TrainingResult;
import io.ktrdr.quant.job.TrainingSpec;
import io.ktrdr.quant.model.Epoch;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Records that {@code quant}, which knows no framework, reads and writes as JSON: a native image must keep them. */
@RegisterForReflection(
        targets = {
            TrainingSpec.class,
            BacktestSpec.class,
            DatasetReference.class,
            Windows.class,
            Window.class,
            TrainingResult.class,
            Epoch.class,
            BacktestResult.class,
            BacktestResult.Baselines.class,
            BacktestResult.Artifacts.class,
            BacktestMetrics.class
        })
final class QuantReflection {
    private QuantReflection() {}
}
