package io.ktrdr.coordinator.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.contracts.dataset.QualityReport;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.artifact.ArtifactStore;
import io.ktrdr.coordinator.library.AlreadyThere;
import io.ktrdr.coordinator.library.Sessions;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The datasets that researches may use. */
@ApplicationScoped
public class DatasetCatalogue {
    private final ArtifactStore artifacts;
    private final Sessions sessions;
    private final ObjectMapper json;
    private final Clock clock;

    DatasetCatalogue(ArtifactStore artifacts, Sessions sessions, ObjectMapper json, Clock clock) {
        this.artifacts = artifacts;
        this.sessions = sessions;
        this.json = json;
        this.clock = clock;
    }

    /** The newest first. */
    public Uni<List<DatasetView>> list() {
        return sessions.read(() -> Dataset.newestFirst()
                .map(found -> found.stream().map(this::view).toList()));
    }

    /** @throws ProblemException {@code not_found} */
    public Uni<DatasetView> show(String sha256) {
        return sessions.read(() -> Dataset.<Dataset>findById(sha256)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("dataset", sha256))
                .map(this::view));
    }

    /** Bytes first, then the row that names them. The same bars again are the same dataset. */
    public Uni<DatasetView> store(Imported imported) {
        return artifacts
                .put(BarsCodec.encode(imported.bars()))
                .chain(sha256 -> sessions.write(() -> catalogue(sha256, imported))
                        .onFailure(AlreadyThere::isIt)
                        .recoverWithUni(() -> show(sha256)));
    }

    private Uni<DatasetView> catalogue(String sha256, Imported imported) {
        return Dataset.<Dataset>findById(sha256)
                .onItem()
                .ifNull()
                .switchTo(() -> entity(sha256, imported).persist())
                .map(this::view);
    }

    private Dataset entity(String sha256, Imported imported) {
        Bars bars = imported.bars();
        Dataset dataset = new Dataset();
        dataset.sha256 = sha256;
        dataset.symbol = imported.symbol();
        dataset.timeframe = imported.timeframe();
        dataset.bars = bars.size();
        dataset.firstBar = Instant.ofEpochMilli(bars.openTime(0));
        dataset.lastBar = Instant.ofEpochMilli(bars.openTime(bars.size() - 1));
        dataset.source = imported.source();
        dataset.quality = write(imported.quality());
        dataset.importedAt = clock.instant();
        return dataset;
    }

    /**
     * The hash of the dataset that a trigger means.
     *
     * @param reference {@code SYMBOL/TIMEFRAME} (the newest of that name), a hash, or null for the newest of all
     * @throws ProblemException {@code invalid_request} when there is none
     */
    public Uni<String> resolve(@Nullable String reference) {
        if (reference == null) {
            return sessions.read(Dataset::newest)
                    .map(found -> first(
                            found == null ? List.of() : List.of(found),
                            "none has been imported yet: ktrdr data import FILE ..."));
        }
        if (Sha256.isOne(reference)) {
            return sessions.read(() -> Dataset.<Dataset>findById(reference))
                    .map(found -> first(found == null ? List.of() : List.of(found), "no dataset has this hash"));
        }
        int slash = reference.lastIndexOf('/');
        if (slash <= 0) {
            throw ProblemException.invalid("dataset", "must be SYMBOL/TIMEFRAME, e.g. BTC-USD/1m, or a hash");
        }
        return sessions.read(() -> Dataset.named(reference.substring(0, slash), reference.substring(slash + 1)))
                .map(found -> first(found, "no dataset " + reference + " has been imported"));
    }

    private static String first(List<Dataset> found, String otherwise) {
        if (found.isEmpty()) {
            throw ProblemException.invalid("dataset", otherwise);
        }
        return found.getFirst().sha256;
    }

    private DatasetView view(Dataset dataset) {
        return new DatasetView(
                dataset.sha256,
                dataset.symbol,
                dataset.timeframe,
                dataset.bars,
                dataset.firstBar.toString(),
                dataset.lastBar.toString(),
                dataset.source,
                dataset.importedAt.toString(),
                read(dataset.quality));
    }

    private String write(QualityReport quality) {
        try {
            return json.writeValueAsString(quality);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private QualityReport read(String quality) {
        try {
            return json.readValue(quality, QualityReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
