package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.operation.ActiveResearches;
import io.ktrdr.coordinator.repository.Design;
import io.ktrdr.coordinator.repository.MergeResult;
import io.ktrdr.coordinator.repository.Outcome;
import io.ktrdr.coordinator.repository.ResearchBranches;
import io.ktrdr.coordinator.repository.StrategyRepository;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/**
 * What attempts do in the strategy repository; nothing where there is none. When it cannot be used, a person is needed, and
 * what has been done so far is kept: a research that is resumed goes on from there.
 */
@Singleton
final class BranchWork {
    private static final String ASSESSMENT = "assessment";

    private final Optional<ResearchBranches> branches;
    private final Naming naming;
    private final ActiveResearches researches;

    BranchWork(StrategyRepository repository, Naming naming, ActiveResearches researches) {
        this.branches = repository.branches();
        this.naming = naming;
        this.researches = researches;
    }

    private interface Step<T> {
        T run() throws IOException, AgentFailure, InterruptedException;
    }

    private static <T> T attempted(AgentTask task, Step<T> step) throws AgentFailure, InterruptedException {
        try {
            return step.run();
        } catch (IOException e) {
            if (task.isStopped()) {
                // whoever stopped it has interrupted it in the middle of a file
                throw new InterruptedException("stopped");
            }
            throw new AgentFailure(
                    FailureClass.ATTENTION,
                    "repository_unusable",
                    "the strategy repository cannot be used: " + StrategyRepository.reason(e));
        }
    }

    /** A designed strategy under a name of its own. */
    StrategySpec named(AgentTask task, StrategySpec designed, Naming.Counting counting)
            throws AgentFailure, InterruptedException {
        String research = researchOf(task);
        return attempted(task, () -> naming.settle(designed, counting, research));
    }

    private String researchOf(AgentTask task) throws InterruptedException {
        return Blocking.await(() -> researches.whose(task.operationId()));
    }

    /** @param design as it is reported */
    void commit(AgentTask task, StrategySpec strategy, JsonNode design) throws AgentFailure, InterruptedException {
        if (branches.isEmpty()) {
            return;
        }
        String research = researchOf(task);
        JsonNode brief = task.spec().path("brief");
        String subject = brief.isTextual() ? "Brief: " + brief.asText().strip() : "A strategy that was brought along.";
        attempted(task, () -> {
            branches.get()
                    .design(new Design(
                            research, strategy.name(), StrategyYaml.write(strategy), author(design, "model"), subject));
            return true;
        });
    }

    private static String author(JsonNode from, String modelField) {
        JsonNode model = from.path(modelField);
        return model.isTextual()
                ? model.asText()
                : from.path("designer").isTextual() ? from.path("designer").asText() : "unknown";
    }

    /** What exactly these findings were assessed with before, by an attempt that got no further or a merge that failed. */
    Optional<ObjectNode> assessment(AgentTask task, StrategySpec strategy) throws AgentFailure, InterruptedException {
        if (branches.isEmpty()) {
            return Optional.empty();
        }
        String research = task.spec().path("research_id").asText();
        return attempted(task, () -> branches.get().results(research, strategy.name()))
                .flatMap(file -> assessmentIn(file, task.spec()));
    }

    private static Optional<ObjectNode> assessmentIn(String file, JsonNode findings) {
        JsonNode results;
        try {
            results = Json.parse(file);
        } catch (IllegalArgumentException e) {
            // somebody has written something else there
            return Optional.empty();
        }
        if (!(results instanceof ObjectNode object) || !object.has(ASSESSMENT)) {
            return Optional.empty();
        }
        ObjectNode assessment = Json.object();
        for (String field : AssessmentWork.FIELDS) {
            if (object.has(field)) {
                assessment.set(field, object.remove(field));
            }
        }
        return object.equals(findings) ? Optional.of(assessment) : Optional.empty();
    }

    /**
     * Commits the results of a research and brings its branch to main.
     *
     * @throws AgentFailure of class {@code attention} when main has changed the same file in another way
     */
    void conclude(AgentTask task, StrategySpec strategy, ObjectNode assessment)
            throws AgentFailure, InterruptedException {
        if (branches.isEmpty()) {
            return;
        }
        JsonNode findings = task.spec();
        String research = findings.path("research_id").asText();
        String verdict = assessment.path(ASSESSMENT).path("verdict").asText();
        ObjectNode results = findings.deepCopy();
        results.setAll(assessment);
        Outcome outcome = new Outcome(
                research,
                strategy.name(),
                StrategyYaml.write(strategy),
                results.toPrettyString() + "\n",
                author(findings, "designer_model"),
                verdict);
        MergeResult merged = attempted(task, () -> {
            branches.get().assess(outcome);
            MergeResult result = branches.get()
                    .merge(research, "Merge " + strategy.name() + ": " + verdict + "\n\nResearch: " + research + "\n");
            branches.get().leave(research);
            return result;
        });
        switch (merged) {
            case MergeResult.OnMain() -> {}
            case MergeResult.Conflict(String reason) ->
                throw new AgentFailure(FailureClass.ATTENTION, "merge_conflict", reason);
        }
    }
}
