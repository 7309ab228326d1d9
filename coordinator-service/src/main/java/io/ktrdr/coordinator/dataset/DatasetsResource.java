package io.ktrdr.coordinator.dataset;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.dataset.DatasetList;
import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.contracts.dataset.DatasetsApi;
import io.ktrdr.contracts.dataset.QualityIssue;
import io.ktrdr.contracts.dataset.QualityReport;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.dataset.DatasetCatalogue.Imported;
import io.ktrdr.edge.QueryParameters;
import io.ktrdr.quant.bars.BadBars;
import io.ktrdr.quant.bars.CsvImport;
import io.ktrdr.quant.bars.Finding;
import io.ktrdr.quant.bars.ImportException;
import io.ktrdr.quant.bars.ImportedBars;
import io.ktrdr.quant.bars.Quality;
import io.ktrdr.quant.bars.Timeframe;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Importing and listing datasets. */
final class DatasetsResource implements DatasetsApi {
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,31}");
    private static final Pattern SOURCE = Pattern.compile("[^\\p{Cntrl}]{1,255}");

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
        String checkedSymbol = matching("symbol", symbol, SYMBOL, "is required: letters, digits, . _ : -, at most 32");
        String checkedSource =
                source == null ? "import" : matching("source", source, SOURCE, "must be printable, at most 255");
        Timeframe grid = parsed("timeframe", timeframe, Timeframe::parse);
        BadBars policy = badBars == null ? BadBars.DROP : parsed("bad_bars", badBars, BadBars::parse);
        // parsing a large file would hold up every other request on the event loop
        return vertx.<ImportedBars>executeBlocking(() -> read(csv, grid, policy), false)
                .map(bars -> new Imported(
                        checkedSymbol, grid.toString(), checkedSource, bars.bars(), report(bars.quality())))
                .chain(catalogue::store);
    }

    private static ImportedBars read(byte[] csv, Timeframe grid, BadBars policy) {
        try {
            return CsvImport.read(csv, grid, policy);
        } catch (ImportException e) {
            throw ProblemException.invalid(e.field(), String.valueOf(e.getMessage()));
        }
    }

    private static QualityReport report(Quality quality) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Finding.Check check : Finding.Check.values()) {
            counts.put(check.wireName(), quality.counts().getOrDefault(check, 0));
        }
        return new QualityReport(
                quality.rowsRead(),
                quality.barsKept(),
                quality.missingBars(),
                counts,
                quality.findings().stream()
                        .map(found -> new QualityIssue(
                                found.check().wireName(), found.at(), found.line(), found.message(), found.dropped()))
                        .toList());
    }

    private static String matching(String field, @Nullable String value, Pattern pattern, String otherwise) {
        if (value == null || !pattern.matcher(value).matches()) {
            throw ProblemException.invalid(field, otherwise);
        }
        return value;
    }

    private static <T> T parsed(String field, @Nullable String value, Function<String, T> parse) {
        if (value == null) {
            throw ProblemException.invalid(field, "is required");
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(field, Objects.requireNonNullElse(e.getMessage(), "is not valid"));
        }
    }
}
