package io.ktrdr.faults.inquest;

import io.ktrdr.faults.inquest.Evidence.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A research fails only when a phase has used up its attempts, and then it says why. */
final class Failures {
    private static final int WORKER_FAILURES = 3;
    private static final int INTERRUPTIONS = 10;

    private Failures() {}

    static List<Finding> withoutReason(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.researches().filter(research -> research.is("failed")).forEach(research -> {
            List<Operation> children = evidence.childrenOf(research);
            boolean explained = children.stream()
                    .map(Operation::type)
                    .distinct()
                    .anyMatch(phase -> {
                        List<Operation> attempts = children.stream()
                                .filter(child -> child.type().equals(phase))
                                .toList();
                        return isWornOut(research, attempts)
                                || of(attempts, "interrupted").size() >= INTERRUPTIONS;
                    });
            if (!explained) {
                findings.add(new Finding("a failure has a reason", research + " with " + children));
            }
        });
        return findings;
    }

    /** Three failures, all of them named. */
    private static boolean isWornOut(Operation research, List<Operation> attempts) {
        List<Operation> failures = of(attempts, "worker");
        String reason = Objects.requireNonNullElse(research.errorMessage(), "");
        return failures.size() == WORKER_FAILURES
                && failures.stream()
                        .allMatch(attempt -> attempt.errorMessage() != null && reason.contains(attempt.errorMessage()));
    }

    private static List<Operation> of(List<Operation> attempts, String failureClass) {
        return attempts.stream()
                .filter(attempt -> attempt.is("failed") && failureClass.equals(attempt.failureClass()))
                .toList();
    }
}
