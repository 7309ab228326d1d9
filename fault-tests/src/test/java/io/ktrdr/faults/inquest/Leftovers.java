package io.ktrdr.faults.inquest;

import io.ktrdr.faults.inquest.Evidence.Operation;
import io.ktrdr.faults.inquest.Evidence.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nothing is held any more, nobody is busy or missing, and no result is still on its way. */
final class Leftovers {
    private static final Set<String> OVER = Set.of("none", "closed");

    private Leftovers() {}

    static List<Finding> of(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.reservations()
                .forEach(reservation ->
                        findings.add(new Finding("the registry holds nobody for anything", reservation.toString())));
        evidence.operations().stream()
                .filter(operation -> !OVER.contains(operation.reservation()))
                .forEach(operation ->
                        findings.add(new Finding("the coordinator relies on no worker", operation.toString())));
        evidence.unsent().forEach(result -> findings.add(new Finding("every result was delivered", result)));
        for (String name : evidence.journals().keySet()) {
            Worker worker = evidence.workers().stream()
                    .filter(known -> known.id().equals(name))
                    .findFirst()
                    .orElse(null);
            if (worker == null || worker.lost() || worker.drained() || worker.job() != null) {
                findings.add(new Finding("every worker is there and free", name + ": " + worker));
            }
        }
        tokens(evidence, findings);
        return findings;
    }

    private static void tokens(Evidence evidence, List<Finding> findings) {
        Map<Long, Operation> holders = new HashMap<>();
        for (Operation operation : evidence.operations()) {
            Operation other = operation.token() == null ? null : holders.put(operation.token(), operation);
            if (other != null) {
                findings.add(new Finding("a token is given once", operation + " and " + other));
            }
        }
    }
}
