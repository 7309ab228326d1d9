package io.ktrdr.contracts.trial;

import io.ktrdr.contracts.Wire;
import java.util.List;

/**
 * The ledger.
 *
 * @param counts one for each dataset, the one that was tried last first
 * @param items  the newest first
 */
@Wire
public record TrialList(List<TrialCount> counts, List<Trial> items) {}
