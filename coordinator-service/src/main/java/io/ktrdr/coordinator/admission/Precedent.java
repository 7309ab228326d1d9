package io.ktrdr.coordinator.admission;

import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.coordinator.budget.ExpectedCost;
import java.math.BigDecimal;
import java.util.List;

/**
 * The research that another one does again.
 *
 * @param from  the first phase that runs
 * @param taken results of the phases before, first to last
 * @param asksModels in the phases that run
 */
record Precedent(String operationId, ResearchPhase from, List<Taken> taken, boolean asksModels) {
    /**
     * A completed child.
     *
     * @param phase that it completed
     * @param claim of its copy
     */
    record Taken(String operationId, ResearchPhase phase, String claim) {}

    /** Where the new research stands before its first look. */
    ResearchPhase reached() {
        return taken.isEmpty() ? ResearchPhase.IDLE : taken.getLast().phase();
    }

    /** US dollars that doing it again is expected to cost. */
    BigDecimal costs(ExpectedCost expected) {
        if (!asksModels) {
            return BigDecimal.ZERO;
        }
        boolean designed = taken.stream().anyMatch(one -> one.phase() == ResearchPhase.DESIGNING);
        return designed ? expected.assessment() : expected.research();
    }
}
