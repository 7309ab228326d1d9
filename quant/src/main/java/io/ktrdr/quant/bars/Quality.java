package io.ktrdr.quant.bars;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an import found.
 *
 * @param rowsRead    data lines of the file
 * @param barsKept    bars of the result
 * @param missingBars bars that a gapless series would have in between; nights and weekends count
 * @param counts      every finding counted
 * @param findings    in order of lines, at most {@value #MOST_FINDINGS_PER_CHECK} of each check, so that a market with nightly
 *                    gaps does not hide its one bad bar
 */
public record Quality(
        int rowsRead, int barsKept, int missingBars, Map<Finding.Check, Integer> counts, List<Finding> findings) {
    public static final int MOST_FINDINGS_PER_CHECK = 160;

    public Quality {
        counts = Map.copyOf(counts);
        findings = List.copyOf(findings);
    }

    /** Collects findings as they come. */
    static final class Collector {
        private final Map<Finding.Check, Integer> counts = new EnumMap<>(Finding.Check.class);
        private final List<Finding> findings = new ArrayList<>();

        void add(Finding finding) {
            if (counts.merge(finding.check(), 1, Integer::sum) <= MOST_FINDINGS_PER_CHECK) {
                findings.add(finding);
            }
        }

        Quality report(int rowsRead, int barsKept, int missingBars) {
            findings.sort(Comparator.comparingLong(Finding::line));
            return new Quality(rowsRead, barsKept, missingBars, counts, findings);
        }
    }
}
