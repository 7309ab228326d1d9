package io.ktrdr.cli.data;

import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.contracts.dataset.QualityIssue;
import io.ktrdr.contracts.dataset.QualityReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an import found, for a person. */
final class QualityText {
    private static final int SHOWN = 20;

    private QualityText() {}

    static List<String> of(DatasetView dataset) {
        QualityReport quality = dataset.quality();
        List<String> lines = new ArrayList<>();
        lines.add("Imported %s/%s: %d bars from %s to %s"
                .formatted(
                        dataset.symbol(), dataset.timeframe(), dataset.bars(), dataset.firstBar(), dataset.lastBar()));
        lines.add("SHA-256 " + dataset.sha256());
        lines.add("Read %d lines, kept %d bars, %d missing in between"
                .formatted(quality.barsRead(), quality.barsKept(), quality.missingBars()));
        if (quality.counts().values().stream().allMatch(count -> count == 0)) {
            lines.add("Quality: nothing found");
            return lines;
        }
        lines.add("Quality:");
        for (Map.Entry<String, Integer> count : new TreeMap<>(quality.counts()).entrySet()) {
            if (count.getValue() > 0) {
                lines.add("  " + count.getKey() + ": " + count.getValue());
            }
        }
        // what was left out matters most, then the order of the file
        List<QualityIssue> sorted = new ArrayList<>(quality.issues());
        sorted.sort((a, b) -> Boolean.compare(b.dropped(), a.dropped()));
        sorted.stream().limit(SHOWN).map(QualityText::line).forEach(lines::add);
        int total =
                quality.counts().values().stream().mapToInt(Integer::intValue).sum();
        if (total > SHOWN) {
            lines.add("  ... and " + (total - SHOWN) + " more (--json shows up to 1,000)");
        }
        return lines;
    }

    private static String line(QualityIssue issue) {
        String where = issue.line() > 0 ? "line " + issue.line() + ", " : "";
        return "  " + (issue.dropped() ? "dropped " : "noted   ") + issue.check() + " at " + where + issue.at() + ": "
                + issue.message();
    }
}
