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
import io.ktrdr.coordinator.gate.GateBypass;
import io.ktrdr.coordinator.gate.GateCheck;
import io.ktrdr.coordinator.gate.GateProfile;
import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.coordinator.gate.Gates;
import io.ktrdr.coordinator.library.Lesson;
import io.ktrdr.coordinator.library.ResearchMemory;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.research.Reproduction;
import io.ktrdr.coordinator.trial.GatesConfig;
import io.ktrdr.coordinator.trial.Worth;
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
            GateBypass.class,
            GateCheck.class,
            GateResult.class,
            HypothesisOutcome.class,
            HypothesisOutcome.Outcome.class,
            TrainingResult.class,
            Window.class,
            Windows.class,
            Reproduction.class,
            Reproduction.Difference.class,
            Worth.class
        })
final class AssessmentWork {
    private static final String ASSESSMENT = "assessment";
    private static final String CODE_VERSION = "code_version";
    private static final String BACKTEST_GATE = "backtest_gate";
    private static final String DEFLATION = "deflation";

    /** What an assessment adds to the findings. */
    static final List<String> FIELDS = List.of(CODE_VERSION, ASSESSMENT, BACKTEST_GATE, DEFLATION);

    private final ResearchMemory memory;
    private final ObjectMapper json;
    private final String codeVersion;
    private final ModelCalls models;
    private final ModelAssessor assessor;
    private final Worths worths;
    private final RerunWork reruns;
    private final GatesConfig config;
    private final BranchWork branches;

    AssessmentWork(
            ModelCalls models,
            ModelAssessor assessor,
            Worths worths,
            RerunWork reruns,
            GatesConfig config,
            BranchWork branches,
            ResearchMemory memory,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
        this.models = models;
        this.assessor = assessor;
        this.worths = worths;
        this.reruns = reruns;
        this.config = config;
        this.branches = branches;
        this.memory = memory;
        this.json = json;
        this.codeVersion = codeVersion;
    }

    JsonNode run(AgentTask task) throws AgentFailure, InterruptedException {
        JsonNode findings = task.spec();
        if (reruns.isOne(findings)) {
            return reruns.conclude(findings).put(CODE_VERSION, codeVersion);
        }
        StrategySpec strategy =
                StrategyYaml.read(findings.path("strategy").path("yaml").asText());
        Optional<ObjectNode> before = branches.assessment(task, strategy);
        ObjectNode result = before.isPresent() ? before.get() : assess(task, strategy);
        branches.conclude(task, strategy, result);
        return result;
    }

    private ObjectNode assess(AgentTask task, StrategySpec strategy) throws AgentFailure, InterruptedException {
        ObjectNode findings = task.spec().deepCopy();
        ObjectNode result = Json.object().put(CODE_VERSION, codeVersion);
        GateResult proof = null;
        if (findings.path("backtest").isObject()) {
            Worth worth = worths.of(findings);
            GateResult gate = Figures.gate(Figures.profile(findings), findings, worth, config.fewestBarsAfterCutoff());
            proof = Gates.backtest(GateProfile.STRICT, Figures.of(findings, worth), 0);
            result.set(BACKTEST_GATE, Json.tree(gate));
            if (worth != null) {
                result.set(DEFLATION, Json.tree(worth));
                findings.set(DEFLATION, Json.tree(worth));
            }
            findings.withArray("gates").add(Json.tree(gate));
        }
        Evidence evidence = evidence(findings, strategy, proof);
        Assessment assessment = models.areConfigured()
                ? assessor.assess(task, findings, worths.trials(findings)).provenBy(proof)
                : RuleAssessor.assess(evidence);
        result.set(ASSESSMENT, Json.tree(assessment));
        // remembered before it is kept anywhere: a repeated assessment remembers nothing twice, a lost one would be
        // forgotten
        Blocking.await(() -> memory.remember(lesson(findings, strategy, assessment)));
        return result;
    }

    private Evidence evidence(JsonNode findings, StrategySpec strategy, @Nullable GateResult proof)
            throws AgentFailure {
        JsonNode baselines = findings.path("baselines");
        ObjectNode training = findings.path("training").deepCopy();
        training.set("majority_accuracy", baselines.path("majority_accuracy"));
        training.set("model", findings.path("artifacts").path("model"));
        if (findings.path("artifacts").path("onnx").isTextual()) {
            training.set("onnx", findings.path("artifacts").path("onnx"));
        }
        List<GateResult> gates = new ArrayList<>();
        for (JsonNode gate : findings.path("gates")) {
            gates.add(read(gate, GateResult.class));
        }
        JsonNode backtest = findings.path("backtest");
        return new Evidence(
                strategy,
                read(training, TrainingResult.class),
                gates,
                backtest.isObject() ? read(backtest, BacktestMetrics.class) : null,
                Json.number(baselines, "buy_and_hold_return"),
                proof);
    }

    private <T> T read(JsonNode tree, Class<T> type) throws AgentFailure {
        try {
            return json.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new AgentFailure(
                    FailureClass.JOB, "unreadable_result", "A worker's result has another form: " + e.getMessage());
        }
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
