package io.ktrdr.quant.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.split.Windows;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a backtest worker is told.
 *
 * @param strategyYaml    the strategy file's text
 * @param seed            of the research: of what is drawn at random around the backtest, which itself has nothing random
 * @param model           SHA-256 of the model file that training made
 * @param knowledgeCutoff the last day, YYYY-MM-DD in UTC, that whoever designed the strategy may have read about; null: not
 *                        known, or nobody who reads
 * @param evaluate        {@value #HOLDOUT}; null, or {@value #TEST}: the test window
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BacktestSpec(
        String strategyYaml,
        DatasetReference dataset,
        Windows windows,
        long seed,
        String model,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String knowledgeCutoff,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String evaluate) {
    public static final String TEST = "test";
    public static final String HOLDOUT = "holdout";

    /** On the test window, by a designer without a memory. */
    public BacktestSpec(String strategyYaml, DatasetReference dataset, Windows windows, long seed, String model) {
        this(strategyYaml, dataset, windows, seed, model, null, null);
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
    public static BacktestSpec fromJson(String json) {
        BacktestSpec spec = JobJson.read(json, BacktestSpec.class);
        JobJson.require("strategy_yaml", spec.strategyYaml);
        JobJson.requireDataset(spec.dataset);
        JobJson.requireWindows(spec.windows);
        JobJson.require("model", spec.model);
        spec.lastKnownDay();
        if (spec.evaluate != null && !spec.evaluate.equals(TEST) && !spec.isOnHoldout()) {
            throw new JobException(
                    JobException.INVALID_SPEC, "evaluate is " + TEST + " or " + HOLDOUT + ", not " + spec.evaluate);
        }
        return spec;
    }

    boolean isOnHoldout() {
        return HOLDOUT.equals(evaluate);
    }

    @Nullable
    LocalDate lastKnownDay() {
        try {
            return knowledgeCutoff == null ? null : LocalDate.parse(knowledgeCutoff);
        } catch (DateTimeException e) {
            throw new JobException(
                    JobException.INVALID_SPEC, "knowledge_cutoff is a day like 2025-03-01, not " + knowledgeCutoff);
        }
    }
}
