package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.artifact.ArtifactStore;
import io.ktrdr.coordinator.dataset.DatasetCatalogue;
import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.coordinator.design.PastResult;
import io.ktrdr.coordinator.design.TemplateDesigner;
import io.ktrdr.coordinator.library.Experiment;
import io.ktrdr.coordinator.library.Relevant;
import io.ktrdr.coordinator.library.ResearchMemory;
import io.ktrdr.coordinator.library.StrategyLibrary;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.split.TooFewBarsException;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.InvalidStrategyException;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From a brief, or a strategy brought along, to everything that training needs: strategy, dataset, seed and windows. */
@Singleton
final class DesignWork {
    /** How much of the memory a design looks at: what bears on its brief, and what was tried lately. */
    private static final int RELEVANT = 50;

    private static final int NEWEST = 200;

    private final DatasetCatalogue datasets;
    private final ArtifactStore artifacts;
    private final StrategyLibrary library;
    private final ResearchMemory memory;
    private final ModelCalls models;
    private final ModelDesigner designer;
    private final BranchWork branches;

    DesignWork(
            DatasetCatalogue datasets,
            ArtifactStore artifacts,
            StrategyLibrary library,
            ResearchMemory memory,
            ModelCalls models,
            ModelDesigner designer,
            BranchWork branches) {
        this.datasets = datasets;
        this.artifacts = artifacts;
        this.library = library;
        this.memory = memory;
        this.models = models;
        this.designer = designer;
        this.branches = branches;
    }

    /** @param provenance what is told about how it came about, beside the strategy */
    private record Designed(StrategySpec strategy, ObjectNode provenance) {}

    JsonNode run(AgentTask task) throws AgentFailure, InterruptedException {
        JsonNode spec = task.spec();
        DatasetView dataset =
                Blocking.await(() -> datasets.show(spec.path("dataset").asText()));
        long seed = spec.path("seed").asLong();
        Designed designed = spec.path("strategy").isTextual()
                ? new Designed(read(spec.path("strategy").asText()), by("user"))
                : design(task, spec.path("brief").asText(), seed, dataset);
        Windows windows = windows(dataset, designed.strategy());
        Blocking.await(() -> library.keep(designed.strategy()));
        branches.commit(task, designed.strategy(), designed.provenance());
        return result(designed, dataset, seed, windows);
    }

    private static ObjectNode by(String designer) {
        return Json.object().put("designer", designer);
    }

    private Designed design(AgentTask task, String brief, long seed, DatasetView dataset)
            throws AgentFailure, InterruptedException {
        DatasetFacts facts = new DatasetFacts(dataset.symbol(), dataset.timeframe(), dataset.bars());
        Relevant relevant = Blocking.await(() -> memory.relevant(brief, facts, RELEVANT));
        return models.areConfigured()
                ? byModel(task, brief, facts, relevant)
                : new Designed(
                        branches.named(task, byTemplate(brief, seed, facts, relevant), Naming.Counting.ON),
                        by("template"));
    }

    private Designed byModel(AgentTask task, String brief, DatasetFacts facts, Relevant relevant)
            throws AgentFailure, InterruptedException {
        ModelDesigner.Design design = designer.design(task, brief, facts, relevant);
        ObjectNode provenance = by("model").put("model", design.model()).put("rationale", design.rationale());
        models.knowledgeCutoff(design.model()).ifPresent(day -> provenance.put("knowledge_cutoff", day.toString()));
        ArrayNode tests = provenance.putArray("tests_hypotheses");
        design.testsHypotheses().forEach(tests::add);
        return new Designed(branches.named(task, design.strategy(), Naming.Counting.FROM_TWO), provenance);
    }

    private StrategySpec byTemplate(String brief, long seed, DatasetFacts facts, Relevant relevant)
            throws InterruptedException {
        List<Experiment> newest = Blocking.await(() -> memory.newest(NEWEST));
        List<PastResult> past = Stream.concat(relevant.experiments().stream(), newest.stream())
                .flatMap(DesignWork::understood)
                .distinct()
                .toList();
        return TemplateDesigner.design(brief, seed, facts, past);
    }

    /** A strategy of a former release may be one that this release cannot read: it is no use as a lesson. */
    private static Stream<PastResult> understood(Experiment experiment) {
        if (experiment.strategyYaml() == null) {
            return Stream.empty();
        }
        try {
            return Stream.of(new PastResult(StrategyYaml.read(experiment.strategyYaml()), experiment.verdict()));
        } catch (InvalidStrategyException e) {
            return Stream.empty();
        }
    }

    private static StrategySpec read(String yaml) throws AgentFailure {
        try {
            return StrategyYaml.read(yaml);
        } catch (InvalidStrategyException e) {
            throw new AgentFailure(FailureClass.JOB, "invalid_strategy", String.valueOf(e.getMessage()));
        }
    }

    private Windows windows(DatasetView dataset, StrategySpec strategy) throws AgentFailure, InterruptedException {
        Optional<byte[]> content = Blocking.await(() -> artifacts.get(dataset.sha256()));
        if (content.isEmpty()) {
            throw new AgentFailure(FailureClass.JOB, "dataset_missing", "The bars of this dataset are gone");
        }
        Bars bars = BarsCodec.decode(content.get());
        try {
            return Windows.of(bars, strategy.label().horizon());
        } catch (TooFewBarsException e) {
            throw new AgentFailure(FailureClass.JOB, "too_few_bars", String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode result(Designed designed, DatasetView dataset, long seed, Windows windows) {
        StrategySpec strategy = designed.strategy();
        ObjectNode result = designed.provenance();
        result.putObject("strategy")
                .put("name", strategy.name())
                .put("family", strategy.family())
                .put("sha256", StrategyYaml.sha256(strategy))
                .put("yaml", StrategyYaml.write(strategy));
        result.putObject("dataset")
                .put("symbol", dataset.symbol())
                .put("timeframe", dataset.timeframe())
                .put("sha256", dataset.sha256());
        result.put("seed", seed);
        result.set("windows", Json.tree(windows));
        return result;
    }
}
