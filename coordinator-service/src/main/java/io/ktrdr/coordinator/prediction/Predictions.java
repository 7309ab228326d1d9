package io.ktrdr.coordinator.prediction;

import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.coordinator.dataset.DatasetCatalogue;
import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.coordinator.library.Experiment;
import io.ktrdr.coordinator.library.ResearchMemory;
import io.ktrdr.coordinator.library.StrategyLibrary;
import io.ktrdr.coordinator.models.ModelChain;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a research that is being triggered will read, by what is stored at that moment. */
@Singleton
public final class Predictions {
    private static final DatasetFacts NO_DATASET = new DatasetFacts("", "", 0);

    private final DatasetCatalogue datasets;
    private final StrategyLibrary strategies;
    private final ResearchMemory memory;
    private final ModelChain models;

    Predictions(DatasetCatalogue datasets, StrategyLibrary strategies, ResearchMemory memory, ModelChain models) {
        this.datasets = datasets;
        this.strategies = strategies;
        this.memory = memory;
        this.models = models;
    }

    /**
     * Four statements at most, whatever the brief says and however much is stored.
     *
     * @param datasetSha256 the dataset that the trigger chose; null when there is none
     */
    public Uni<List<PredictedRead>> of(String brief, @Nullable String datasetSha256) {
        return datasets(datasetSha256).chain(found -> {
            DatasetFacts chosen = datasetSha256 == null ? null : found.getFirst();
            return strategies
                    .existing(ResourcePrediction.strategiesNamedIn(brief))
                    .chain(named -> shown(brief, chosen)
                            .map(shown -> ResourcePrediction.predict(brief, new Known(chosen, found, named, shown))));
        });
    }

    private Uni<List<DatasetFacts>> datasets(@Nullable String chosen) {
        return chosen == null
                ? datasets.list()
                        .map(all -> all.stream().map(Predictions::facts).toList())
                : datasets.show(chosen).map(dataset -> List.of(facts(dataset)));
    }

    private static DatasetFacts facts(DatasetView dataset) {
        return new DatasetFacts(dataset.symbol(), dataset.timeframe(), dataset.bars());
    }

    /** The template designer compares itself with its own kind only, and knows nothing of the rest. */
    private Uni<List<String>> shown(String brief, @Nullable DatasetFacts dataset) {
        if (models.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return memory.relevant(brief, Objects.requireNonNullElse(dataset, NO_DATASET), ResearchMemory.SHOWN_TO_A_MODEL)
                .map(found -> found.experiments().stream()
                        .map(Experiment::strategyName)
                        .toList());
    }
}
