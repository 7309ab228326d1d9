package io.ktrdr.faults.inquest;

import io.ktrdr.faults.inquest.Evidence.JournalEntry;
import io.ktrdr.faults.inquest.Evidence.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every accepted result of a worker stands in that worker's journal, and every completion in a journal is either the
 * accepted one or was too late: its attempt was over, or belonged to a higher token.
 */
final class Results {
    private Results() {}

    static List<Finding> unproven(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.operations().stream()
                .filter(operation -> operation.onWorker() && operation.is("completed"))
                .filter(operation -> !isJournaled(operation, evidence.journals()))
                .forEach(operation ->
                        findings.add(new Finding("an accepted result stands in a journal", operation.toString())));
        Map<String, Operation> byId = evidence.byId();
        evidence.journals()
                .forEach((worker, entries) -> entries.stream()
                        .filter(entry -> entry.isBeginning() && !byId.containsKey(entry.claim()))
                        .forEach(entry -> findings.add(
                                new Finding("what a worker runs is known to the coordinator", worker + " " + entry))));
        evidence.journals()
                .forEach((worker, entries) -> entries.stream()
                        .filter(entry -> entry.state().equals("completed"))
                        .filter(entry -> !isAcceptedOrFenced(worker, entry, byId))
                        .forEach(entry -> findings.add(new Finding(
                                "a completion is accepted or fenced",
                                worker + " " + entry + ", but " + byId.get(entry.claim())))));
        return findings;
    }

    /** Completions that were fenced off: what a zombie has to show. */
    static long fenced(Evidence evidence) {
        Map<String, Operation> byId = evidence.byId();
        return evidence.journals().values().stream()
                .flatMap(List::stream)
                .filter(entry -> entry.state().equals("completed"))
                .map(entry -> byId.get(entry.claim()))
                .filter(operation -> operation != null && !operation.is("completed"))
                .count();
    }

    private static boolean isJournaled(Operation operation, Map<String, List<JournalEntry>> journals) {
        Long token = operation.token();
        return token != null
                && journals.getOrDefault(operation.workerId(), List.of()).stream()
                        .anyMatch(entry -> entry.state().equals("completed")
                                && entry.claim().equals(operation.id())
                                && entry.token() == token);
    }

    private static boolean isAcceptedOrFenced(String worker, JournalEntry entry, Map<String, Operation> byId) {
        Operation operation = byId.get(entry.claim());
        if (operation == null || operation.token() == null) {
            return false;
        }
        boolean accepted =
                operation.is("completed") && operation.token() == entry.token() && worker.equals(operation.workerId());
        boolean over = operation.is("failed") || operation.is("cancelled");
        return accepted || over || entry.token() < operation.token();
    }
}
