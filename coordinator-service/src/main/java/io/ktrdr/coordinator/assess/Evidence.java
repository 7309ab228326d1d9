package io.ktrdr.coordinator.assess;

import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.quant.backtest.BacktestMetrics;
import io.ktrdr.quant.job.TrainingResult;
import io.ktrdr.quant.strategy.StrategySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that an assessor may go by.
 *
 * @param training         null when there was none
 * @param backtest         null when a gate stopped the research before it
 * @param buyAndHoldReturn over the backtest's window with the same costs
 * @param proof            what the strict gate says of the backtest, whatever profile the research has; null without backtest
 */
public record Evidence(
        StrategySpec strategy,
        @Nullable TrainingResult training,
        List<GateResult> gates,
        @Nullable BacktestMetrics backtest,
        @Nullable Double buyAndHoldReturn,
        @Nullable GateResult proof) {
    public Evidence {
        gates = List.copyOf(gates);
    }
}
