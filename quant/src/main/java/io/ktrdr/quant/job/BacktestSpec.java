package io.ktrdr.quant.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.split.Windows;

/**
 * What a backtest worker is told.
 *
 * @param strategyYaml the strategy file's text
 * @param seed         of the research; a backtest itself has nothing random
 * @param model        SHA-256 of the model file that training made
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BacktestSpec(String strategyYaml, DatasetReference dataset, Windows windows, long seed, String model) {
    /** The same text for the same spec. */
    public String toJson() {
        return JobJson.write(this);
    }

    /**
     * From its JSON.
     *
     * @throws JobException {@code invalid_spec}
     */
    public static BacktestSpec fromJson(String json) {
        BacktestSpec spec = JobJson.read(json, BacktestSpec.class);
        JobJson.require("strategy_yaml", spec.strategyYaml);
        JobJson.requireDataset(spec.dataset);
        JobJson.requireWindows(spec.windows);
        JobJson.require("model", spec.model);
        return spec;
    }
}
