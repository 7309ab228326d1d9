package io.ktrdr.coordinator.agent;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.coordinator.choice.Task;
import io.ktrdr.coordinator.choice.Task.Purpose;
import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.coordinator.library.Experiment;
import io.ktrdr.coordinator.library.Hypothesis;
import io.ktrdr.coordinator.library.Relevant;
import io.ktrdr.coordinator.library.ResearchMemory;
import io.ktrdr.coordinator.models.AnswerSchema;
import io.ktrdr.coordinator.models.Question;
import io.ktrdr.quant.indicators.IndicatorCatalogue;
import io.ktrdr.quant.indicators.IndicatorDefinition;
import io.ktrdr.quant.strategy.InvalidStrategyException;
import io.ktrdr.quant.strategy.StrategySchema;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Has a model design a strategy. What it answers is a strategy file that validates, or nothing. */
@Singleton
final class ModelDesigner {
    private static final int MAX_OUTPUT_TOKENS = 8_000;
    /** Of the memory: more would cost more than it tells. */
    private static final int HYPOTHESES = 12;

    private static final int LONGEST_NOTE = 600;

    private final ModelCalls models;

    ModelDesigner(ModelCalls models) {
        this.models = models;
    }

    /** Read when the first model is asked. */
    private static final class Texts {
        /** The same for all designs, so that providers can keep it in their cache. */
        static final String SYSTEM = Prompt.text(
                "design.md",
                Map.of(
                        "schema", StrategySchema.text(),
                        "indicators", indicators(),
                        "example", Prompt.text("design-example.yaml")));

        static final AnswerSchema SCHEMA = Prompt.schema("design.schema.json").and(Texts::complaints);

        private static String indicators() {
            return IndicatorCatalogue.all().stream().map(Texts::describe).collect(Collectors.joining("\n"));
        }

        private static String describe(IndicatorDefinition indicator) {
            String parameters = indicator.parameters().stream()
                    .map(parameter -> String.format(
                            Locale.ROOT,
                            parameter.whole() ? "%s %.0f to %.0f, %.0f" : "%s %s to %s, %s",
                            parameter.name(),
                            parameter.lowest(),
                            parameter.highest(),
                            parameter.standard()))
                    .collect(Collectors.joining("; "));
            return "- %s (%s): %s. Parameters: %s. Outputs: %s."
                    .formatted(
                            indicator.name(),
                            indicator.family(),
                            indicator.description(),
                            parameters,
                            String.join(", ", indicator.outputs()));
        }

        private static List<String> complaints(JsonNode answer) {
            try {
                StrategyYaml.read(answer.path("strategy_yaml").asText());
                return List.of();
            } catch (InvalidStrategyException e) {
                return e.violations().stream()
                        .map(violation -> "strategy_yaml, "
                                + (violation.path().isEmpty() ? "" : violation.path() + ": ")
                                + violation.message())
                        .toList();
            }
        }
    }

    /**
     * @param testsHypotheses ids of hypotheses that it was shown
     */
    record Design(StrategySpec strategy, String model, String rationale, List<String> testsHypotheses) {}

    Design design(AgentTask task, String brief, DatasetFacts dataset, Relevant memory)
            throws AgentFailure, InterruptedException {
        List<Experiment> experiments = memory.experiments().stream()
                .limit(ResearchMemory.SHOWN_TO_A_MODEL)
                .toList();
        List<Hypothesis> hypotheses =
                memory.hypotheses().stream().limit(HYPOTHESES).toList();
        String question = Prompt.text(
                "design-question.md",
                Map.of(
                        "brief", brief,
                        "dataset", describe(dataset),
                        "experiments",
                                lines(experiments.stream()
                                        .map(ModelDesigner::describe)
                                        .toList()),
                        "hypotheses",
                                lines(hypotheses.stream()
                                        .map(ModelDesigner::describe)
                                        .toList())));
        ModelCalls.Answer answer = models.ask(
                task,
                new Task(Purpose.DESIGN, brief.length(), task.failures()),
                Question.forJson(Texts.SYSTEM, question, MAX_OUTPUT_TOKENS, Texts.SCHEMA));
        JsonNode json = requireNonNull(answer.json());
        Set<String> known = hypotheses.stream().map(Hypothesis::id).collect(Collectors.toSet());
        List<String> tests = new ArrayList<>();
        json.path("tests_hypotheses").forEach(id -> {
            if (known.contains(id.asText())) {
                tests.add(id.asText());
            }
        });
        return new Design(
                StrategyYaml.read(json.path("strategy_yaml").asText()),
                answer.model(),
                ModelCalls.storable(json.path("rationale").asText()),
                tests);
    }

    private static String describe(DatasetFacts dataset) {
        return "%s, bars of %s, %d of them in all (training, validation, test and held out)"
                .formatted(dataset.symbol(), dataset.timeframe(), dataset.bars());
    }

    private static String describe(Experiment experiment) {
        String brief = experiment.brief().isEmpty() ? "a strategy that was brought along" : experiment.brief();
        return "- %s (%s) on %s: %s. Brief: %s. Findings: %s"
                .formatted(
                        experiment.strategyName(),
                        experiment.family(),
                        experiment.market().isEmpty() ? "a dataset that is gone" : experiment.market(),
                        experiment.verdict(),
                        note(brief),
                        note(experiment.findings()));
    }

    private static String describe(Hypothesis hypothesis) {
        return "- %s (%s): %s".formatted(hypothesis.id(), hypothesis.status().wireName(), note(hypothesis.text()));
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "(none)" : String.join("\n", lines);
    }

    private static String note(String text) {
        String oneLine = text.replaceAll("\\s+", " ").strip();
        return oneLine.length() <= LONGEST_NOTE ? oneLine : oneLine.substring(0, LONGEST_NOTE) + "...";
    }
}
