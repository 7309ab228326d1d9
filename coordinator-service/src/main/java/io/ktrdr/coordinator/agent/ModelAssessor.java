package io.ktrdr.coordinator.agent;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.WireName;
import io.ktrdr.coordinator.assess.Assessment;
import io.ktrdr.coordinator.assess.HypothesisOutcome;
import io.ktrdr.coordinator.assess.Verdict;
import io.ktrdr.coordinator.choice.Task;
import io.ktrdr.coordinator.choice.Task.Purpose;
import io.ktrdr.coordinator.models.AnswerSchema;
import io.ktrdr.coordinator.models.Question;
import io.ktrdr.coordinator.research.Json;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Has a model judge what a research has found out. */
@Singleton
final class ModelAssessor {
    private static final int MAX_OUTPUT_TOKENS = 4_000;

    private final ModelCalls models;

    ModelAssessor(ModelCalls models) {
        this.models = models;
    }

    /** Read when the first model is asked. */
    private static final class Texts {
        static final String SYSTEM = Prompt.text("assessment.md");
        static final AnswerSchema SCHEMA = Prompt.schema("assessment.schema.json");
    }

    /**
     * @param findings of the research, with what its results are worth
     * @param trials   how many have been tried on its dataset, this one included
     */
    Assessment assess(AgentTask task, JsonNode findings, int trials) throws AgentFailure, InterruptedException {
        String material = material(findings, trials).toPrettyString();
        ModelCalls.Answer answer = models.ask(
                task,
                new Task(Purpose.ASSESSMENT, material.length(), task.failures()),
                Question.forJson(Texts.SYSTEM, material, MAX_OUTPUT_TOKENS, Texts.SCHEMA));
        JsonNode json = requireNonNull(answer.json());
        return new Assessment(
                WireName.parse(Verdict.class, json.path("verdict").asText()),
                texts(json.path("strengths")),
                texts(json.path("weaknesses")),
                texts(json.path("suggestions")),
                texts(json.path("hypotheses")),
                outcomes(json.path("hypothesis_outcomes"), new HashSet<>(texts(findings.path("tests_hypotheses")))),
                "Assessed by model " + answer.model() + ".");
    }

    /** What a judge may know, and no more: no paths, no hashes, nothing of the windows but what was measured in them. */
    private static ObjectNode material(JsonNode findings, int trials) {
        ObjectNode material = Json.object();
        material.set("brief", findings.path("brief"));
        material.put("strategy", findings.path("strategy").path("yaml").asText());
        ObjectNode dataset = material.putObject("dataset");
        dataset.set("symbol", findings.path("dataset").path("symbol"));
        dataset.set("timeframe", findings.path("dataset").path("timeframe"));
        material.put("strategies_tried_on_this_dataset", trials);
        material.set("training", training(findings.path("training")));
        material.set("gates", findings.path("gates"));
        material.set("backtest", findings.path("backtest"));
        material.set("baselines", findings.path("baselines"));
        material.set("statistics", findings.path("statistics"));
        if (findings.path("deflation").isObject()) {
            ObjectNode deflation = findings.path("deflation").deepCopy();
            material.set("deflation", deflation.without("holdout_readings"));
        }
        ArrayNode tests = material.putArray("tests_hypotheses");
        findings.path("tests_hypotheses").forEach(tests::add);
        return material;
    }

    /** Without the curve, which is long. */
    private static JsonNode training(JsonNode training) {
        if (!training.isObject()) {
            return training;
        }
        ObjectNode figures = training.deepCopy();
        figures.remove("history");
        return figures;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(ModelCalls.storable(text.asText())));
        return texts;
    }

    /** Of what it was designed to test only. */
    private static List<HypothesisOutcome> outcomes(JsonNode array, Set<String> tested) {
        List<HypothesisOutcome> outcomes = new ArrayList<>();
        array.forEach(said -> {
            if (tested.contains(said.path("id").asText())) {
                outcomes.add(new HypothesisOutcome(
                        said.path("id").asText(),
                        HypothesisOutcome.Outcome.of(said.path("outcome").asText()),
                        ModelCalls.storable(said.path("evidence").asText())));
            }
        });
        return outcomes;
    }
}
