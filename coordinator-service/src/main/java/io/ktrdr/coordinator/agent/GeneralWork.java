package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.coordinator.choice.Task;
import io.ktrdr.coordinator.choice.Task.Purpose;
import io.ktrdr.coordinator.models.Question;
import io.ktrdr.coordinator.research.Json;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Asks the model what somebody wants to know. */
@Singleton
final class GeneralWork implements TaskWork {
    private static final int STANDARD_OUTPUT_TOKENS = 2_000;
    private static final int MOST_OUTPUT_TOKENS = 16_000;
    private static final String PROMPT = "prompt";
    private static final String MAX_OUTPUT_TOKENS = "max_output_tokens";

    private final ModelCalls models;

    GeneralWork(ModelCalls models) {
        this.models = models;
    }

    @Override
    public OperationType type() {
        return OperationType.GENERAL;
    }

    @Override
    public List<Violation> violations(JsonNode payload) {
        List<Violation> violations = new ArrayList<>();
        payload.fieldNames().forEachRemaining(field -> {
            if (!field.equals(PROMPT) && !field.equals(MAX_OUTPUT_TOKENS)) {
                violations.add(new Violation("payload." + field, "is unknown"));
            }
        });
        JsonNode prompt = payload.path(PROMPT);
        if (!prompt.isTextual() || prompt.asText().isBlank()) {
            violations.add(new Violation("payload." + PROMPT, "is required: what the model is asked"));
        }
        JsonNode most = payload.path(MAX_OUTPUT_TOKENS);
        if (!most.isMissingNode() && (!most.isInt() || most.asInt() < 1 || most.asInt() > MOST_OUTPUT_TOKENS)) {
            violations.add(new Violation(
                    "payload." + MAX_OUTPUT_TOKENS, "must be a whole number from 1 to " + MOST_OUTPUT_TOKENS));
        }
        return violations;
    }

    @Override
    public JsonNode run(AgentTask attempt, String taskId, JsonNode payload) throws AgentFailure, InterruptedException {
        if (!models.areConfigured()) {
            throw new AgentFailure(
                    FailureClass.JOB,
                    "no_model",
                    "No model is configured: a file of models (KTRDR_MODELS, or models.yaml in the home folder) names them");
        }
        String prompt = payload.path(PROMPT).asText();
        ModelCalls.Answer answer = models.ask(
                attempt,
                new Task(Purpose.GENERAL, prompt.length(), attempt.failures()),
                Question.forText(
                        Prompt.text("general.md"),
                        prompt,
                        payload.path(MAX_OUTPUT_TOKENS).asInt(STANDARD_OUTPUT_TOKENS)));
        return Json.object()
                .put("answer", answer.text())
                .put("model", answer.model())
                .put("usd", answer.usd());
    }
}
