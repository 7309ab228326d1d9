package io.ktrdr.coordinator.dataset;

import io.ktrdr.contracts.dataset.QualityIssue;
import io.ktrdr.contracts.dataset.QualityReport;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.CsvImport;
import io.ktrdr.quant.bars.Finding;
import io.ktrdr.quant.bars.ImportException;
import io.ktrdr.quant.bars.ImportedBars;
import io.ktrdr.quant.bars.Quality;
import java.util.Map;
import java.util.TreeMap;

/** Bars to be catalogued. */
public record Imported(String symbol, String timeframe, String source, Bars bars, QualityReport quality) {

    /**
     * Takes its time for a large file.
     *
     * @throws ImportException for one that holds no usable bars
     */
    public static Imported read(ImportRequest request, byte[] csv) {
        ImportedBars read = CsvImport.read(csv, request.timeframe(), request.badBars());
        return new Imported(
                request.symbol(),
                request.timeframe().toString(),
                request.source(),
                read.bars(),
                report(read.quality()));
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
}
