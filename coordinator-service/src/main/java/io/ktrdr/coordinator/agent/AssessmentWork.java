package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.assess.Assessment;
import io.ktrdr.coordinator.assess.Evidence;
import io.ktrdr.coordinator.assess.HypothesisOutcome;
import io.ktrdr.coordinator.assess.RuleAssessor;
import io.ktrdr.coordinator.gate.GateCheck;
import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.coordinator.library.Lesson;
import io.ktrdr.coordinator.library.ResearchMemory;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.quant.backtest.BacktestMetrics;
import io.ktrdr.quant.job.TrainingResult;
import io.ktrdr.quant.learning.Epoch;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** From the findings of a research to a verdict, and into the memory that all researches share. */
@Singleton
@RegisterForReflection(
        targets = {
            Assessment.class,
            BacktestMetrics.class,
            Epoch.class,
            GateCheck.class,
            GateResult.class,
            HypothesisOutcome.class,
            HypothesisOutcome.Outcome.class,
            TrainingResult.class,
            Window.class,
            Windows.class
        })
final class AssessmentWork {
    private final ResearchMemory memory;
    private final ObjectMapper json;
    private final String codeVersion;
    private final ModelCalls models;
    private final ModelAssessor assessor;
    private final Trials trials;
    private final BranchWork branches;

    AssessmentWork(
            ModelCalls models,
            ModelAssessor assessor,
            Trials trials,
            BranchWork branches,
            ResearchMemory memory,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
        this.models = models;
        this.assessor = assessor;
        this.trials = trials;
        this.branches = branches;
        this.memory = memory;
        this.json = json;
        this.codeVersion = codeVersion;
    }

    JsonNode run(AgentTask task) throws AgentFailure, InterruptedException {
        JsonNode findings = task.spec();
        Evidence evidence = evidence(findings);
        Optional<ObjectNode> before = branches.assessment(task, evidence.strategy());
        ObjectNode result = before.isPresent() ? before.get() : assess(task, evidence);
        branches.conclude(task, evidence.strategy(), result);
        return result;
    }

    private ObjectNode assess(AgentTask task, Evidence evidence) throws AgentFailure, InterruptedException {
        JsonNode findings = task.spec();
        Assessment assessment = models.areConfigured() ? byModel(task, findings) : RuleAssessor.assess(evidence);
        ObjectNode result = Json.object().put("code_version", codeVersion);
        result.set("assessment", Json.tree(assessment));
        // remembered before it is kept anywhere: a repeated assessment remembers nothing twice, a lost one would be
        // forgotten
        Blocking.await(() -> memory.remember(lesson(findings, evidence.strategy(), assessment)));
        return result;
    }

    private Assessment byModel(AgentTask task, JsonNode findings) throws AgentFailure, InterruptedException {
        String dataset = findings.path("dataset").path("sha256").asText();
        return assessor.assess(task, findings, Blocking.await(() -> trials.on(dataset)));
    }

    private Evidence evidence(JsonNode findings) throws AgentFailure {
        JsonNode baselines = findings.path("baselines");
        ObjectNode training = findings.path("training").deepCopy();
        training.set("majority_accuracy", baselines.path("majority_accuracy"));
        training.set("model", findings.path("artifacts").path("model"));
        List<GateResult> gates = new ArrayList<>();
        for (JsonNode gate : findings.path("gates")) {
            gates.add(read(gate, GateResult.class));
        }
        JsonNode backtest = findings.path("backtest");
        JsonNode buyAndHold = baselines.path("buy_and_hold_return");
        return new Evidence(
                StrategyYaml.read(findings.path("strategy").path("yaml").asText()),
                read(training, TrainingResult.class),
                gates,
                backtest.isObject() ? read(backtest, BacktestMetrics.class) : null,
                number(buyAndHold));
    }

    private <T> T read(JsonNode tree, Class<T> type) throws AgentFailure {
        try {
            return json.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new AgentFailure(
                    FailureClass.JOB, "unreadable_result", "A worker's result has another form: " + e.getMessage());
        }
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : null;
    }

    private static Lesson lesson(JsonNode findings, StrategySpec strategy, Assessment assessment) {
        JsonNode brief = findings.path("brief");
        return new Lesson(
                findings.path("research_id").asText(),
                brief.isTextual() ? brief.asText() : "",
                strategy,
                findings.path("strategy").path("sha256").asText(),
                findings.path("dataset").path("sha256").asText(),
                assessment);
    }
}
