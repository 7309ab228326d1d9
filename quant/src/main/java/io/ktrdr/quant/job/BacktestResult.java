package io.ktrdr.quant.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.backtest.BacktestMetrics;
import io.ktrdr.quant.backtest.ShiftedSignals;
import org.jspecify.annotations.Nullable;

/** What a backtest reports. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BacktestResult(
        BacktestMetrics backtest, Baselines baselines, BacktestStatistics statistics, Artifacts artifacts) {

    /**
     * What it must be compared with: over the same window, with the same costs.
     *
     * @param buyAndHoldReturn always long with all of the equity
     * @param majorityReturn   always on the side that rose or fell more often on the training window, with all of the equity;
     *                         null when the rules do not allow that side
     * @param permuted         the strategy's own signal at the wrong times
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Baselines(
            @Nullable Double buyAndHoldReturn,
            @Nullable Double buyAndHoldSharpe,
            @Nullable Double majorityReturn,
            @Nullable Double majoritySharpe,
            ShiftedSignals.Permuted permuted) {}

    /**
     * By their SHA-256.
     *
     * @param equityCurve CSV
     * @param trades      CSV
     * @param returns     per bar, the first from the first close to the second: {@link io.ktrdr.quant.statistics.ReturnsCodec}
     * @param placebos    blocks of the first permuted signals: {@link io.ktrdr.quant.statistics.PlacebosCodec}
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Artifacts(String equityCurve, String trades, String returns, String placebos) {}
}
