package io.ktrdr.contracts.dataset;

import io.ktrdr.contracts.Wire;
import java.util.List;
import java.util.Map;

/**
 * What the import found.
 *
 * @param barsRead    data lines of the file
 * @param barsKept    bars of the dataset
 * @param missingBars bars that a gapless series would have in between
 * @param counts      findings per check, before the cut
 * @param issues      the first 1,000 findings
 */
@Wire
public record QualityReport(
        int barsRead, int barsKept, int missingBars, Map<String, Integer> counts, List<QualityIssue> issues) {}
