package io.ktrdr.faults.inquest;

import java.util.List;
import java.util.stream.Stream;

/** All rules over all evidence. */
final class Inquest {
    private Inquest() {}

    static List<Finding> of(Evidence evidence) {
        return Stream.of(
                        Promises.broken(evidence),
                        Researches.unsound(evidence),
                        Failures.withoutReason(evidence),
                        Journals.contradictions(evidence),
                        Results.unproven(evidence),
                        Leftovers.of(evidence))
                .flatMap(List::stream)
                .toList();
    }
}
