package io.ktrdr.coordinator.trial;

import io.ktrdr.contracts.trial.Leaderboard;
import io.ktrdr.contracts.trial.LeaderboardList;
import io.ktrdr.contracts.trial.TrialCount;
import io.ktrdr.contracts.trial.TrialList;
import io.ktrdr.contracts.trial.TrialsApi;
import io.ktrdr.coordinator.dataset.DatasetCatalogue;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger and the leaderboard as people read them. */
final class TrialsResource implements TrialsApi {
    private static final int DEFAULT_TRIALS = 50;
    private static final int DEFAULT_STANDINGS = 20;
    private static final int MOST = 500;
    /** A page has that many tables at most, and each of them is computed. */
    private static final int MOST_DATASETS = 20;

    private final TrialLedger ledger;
    private final DatasetCatalogue datasets;
    private final UriInfo uri;

    TrialsResource(TrialLedger ledger, DatasetCatalogue datasets, UriInfo uri) {
        this.ledger = ledger;
        this.datasets = datasets;
        this.uri = uri;
    }

    @Override
    public Uni<TrialList> trials(@Nullable String dataset, @Nullable String limit) {
        QueryParameters.allowOnly(uri, "dataset", "limit");
        int howMany = QueryParameters.wholeNumber("limit", limit, MOST, DEFAULT_TRIALS);
        return resolved(dataset)
                .chain(sha256 -> ledger.counts(sha256.orElse(null), MOST_DATASETS)
                        .chain(counts -> ledger.newest(sha256.orElse(null), howMany)
                                .map(items -> new TrialList(counts, items))));
    }

    @Override
    public Uni<LeaderboardList> leaderboard(@Nullable String dataset, @Nullable String limit) {
        QueryParameters.allowOnly(uri, "dataset", "limit");
        int howMany = QueryParameters.wholeNumber("limit", limit, MOST, DEFAULT_STANDINGS);
        return resolved(dataset)
                .chain(sha256 -> ledger.counts(sha256.orElse(null), MOST_DATASETS))
                .chain(counts -> Multi.createFrom()
                        .iterable(counts)
                        .onItem()
                        .transformToUniAndConcatenate(count -> board(count, howMany))
                        .collect()
                        .asList())
                .map(LeaderboardList::new);
    }

    /** Comparing each with each takes a second where there are many: not on the thread that serves everybody. */
    private Uni<Leaderboard> board(TrialCount count, int limit) {
        return ledger.backtested(count.datasetSha256())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tried -> Leaderboards.of(count, tried, limit));
    }

    private Uni<Optional<String>> resolved(@Nullable String dataset) {
        return dataset == null
                ? Uni.createFrom().item(Optional.empty())
                : datasets.resolve(dataset).map(Optional::of);
    }
}
