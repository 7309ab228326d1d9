package io.ktrdr.coordinator.admission;

import io.ktrdr.contracts.operation.ResearchPhase;
import java.util.List;

/**
 * The research that another one does again.
 *
 * @param from  the first phase that runs
 * @param taken results of the phases before, first to last
 */
record Precedent(String operationId, ResearchPhase from, List<Taken> taken) {
    /** Of a whole research: its design and its assessment. */
    static final int MODEL_CALLS = 2;

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

    int modelCalls() {
        boolean designed = taken.stream().anyMatch(one -> one.phase() == ResearchPhase.DESIGNING);
        return designed ? MODEL_CALLS - 1 : MODEL_CALLS;
    }
}
