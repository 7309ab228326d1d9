package io.ktrdr.coordinator.dataset;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.dataset.DatasetList;
import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.contracts.dataset.DatasetsApi;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.edge.QueryParameters;
import io.ktrdr.quant.bars.ImportException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Importing and listing datasets. */
final class DatasetsResource implements DatasetsApi {
    private final DatasetCatalogue catalogue;
    private final Vertx vertx;

    private final UriInfo uri;

    DatasetsResource(DatasetCatalogue catalogue, Vertx vertx, UriInfo uri) {
        this.uri = uri;
        this.catalogue = catalogue;
        this.vertx = vertx;
    }

    @Override
    public Uni<DatasetList> list() {
        QueryParameters.allowOnly(uri);
        return catalogue.list().map(DatasetList::new);
    }

    @Override
    public Uni<DatasetView> show(String sha256) {
        QueryParameters.allowOnly(uri);
        if (!Sha256.isOne(sha256)) {
            throw ProblemException.notFound("dataset", sha256);
        }
        return catalogue.show(sha256);
    }

    @Override
    public Uni<DatasetView> importCsv(
            @Nullable String symbol,
            @Nullable String timeframe,
            @Nullable String source,
            @Nullable String badBars,
            byte[] csv) {
        QueryParameters.allowOnly(uri, "symbol", "timeframe", "source", "bad_bars");
        ImportRequest request = ImportRequest.of(symbol, timeframe, source, badBars);
        // parsing a large file would hold up every other request on the event loop
        return vertx.<Imported>executeBlocking(() -> read(request, csv), false).chain(catalogue::store);
    }

    private static Imported read(ImportRequest request, byte[] csv) {
        try {
            return Imported.read(request, csv);
        } catch (ImportException e) {
            throw ProblemException.invalid(e.field(), String.valueOf(e.getMessage()));
        }
    }
}
