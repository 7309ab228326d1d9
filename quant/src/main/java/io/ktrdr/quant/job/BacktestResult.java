package io.ktrdr.quant.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.backtest.BacktestMetrics;
import org.jspecify.annotations.Nullable;

/** What a backtest reports. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BacktestResult(BacktestMetrics backtest, Baselines baselines, Artifacts artifacts) {

    /**
     * What it must be compared with.
     *
     * @param buyAndHoldReturn over the same window with the same costs
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Baselines(@Nullable Double buyAndHoldReturn) {}

    /** SHA-256 of two CSV files. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Artifacts(String equityCurve, String trades) {}
}
