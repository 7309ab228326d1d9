package io.ktrdr.quant.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.split.Windows;
import org.jspecify.annotations.Nullable;

/**
 * What a training worker is told.
 *
 * @param strategyYaml the strategy file's text
 * @param seed         of initial weights and order of samples
 * @param walkForward  null: none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TrainingSpec(
        String strategyYaml,
        DatasetReference dataset,
        Windows windows,
        long seed,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WalkForwardSpec walkForward) {
    /** Without a walk-forward. */
    public TrainingSpec(String strategyYaml, DatasetReference dataset, Windows windows, long seed) {
        this(strategyYaml, dataset, windows, seed, null);
    }

    /** The same text for the same spec. */
    public String toJson() {
        return JobJson.write(this);
    }

    /**
     * From its JSON.
     *
     * @throws JobException {@code invalid_spec}
     */
    public static TrainingSpec fromJson(String json) {
        TrainingSpec spec = JobJson.read(json, TrainingSpec.class);
        JobJson.require("strategy_yaml", spec.strategyYaml);
        JobJson.requireDataset(spec.dataset);
        JobJson.requireWindows(spec.windows);
        if (spec.walkForward != null) {
            spec.walkForward.requireWithinRange();
        }
        return spec;
    }
}
