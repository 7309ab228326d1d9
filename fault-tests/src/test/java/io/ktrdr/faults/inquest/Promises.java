package io.ktrdr.faults.inquest;

import io.ktrdr.faults.inquest.Evidence.Operation;
import io.ktrdr.faults.load.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What clients were told is so, and nothing is there that nobody asked for. */
final class Promises {
    private Promises() {}

    static List<Finding> broken(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Operation> byId = evidence.byId();
        for (Receipt receipt : evidence.receipts()) {
            if (receipt.operationIds().isEmpty()) {
                findings.add(new Finding("every order is acknowledged in the end", receipt.key()));
            }
            if (receipt.operationIds().size() > 1) {
                findings.add(new Finding("one key, one research", receipt.toString()));
            }
            for (String id : receipt.operationIds()) {
                Operation research = byId.get(id);
                if (research == null || !receipt.key().equals(research.idempotencyKey())) {
                    findings.add(new Finding("an acknowledged research exists", receipt + ", found " + research));
                } else if (receipt.cancel() == Receipt.Cancel.DONE && !research.is("cancelled")) {
                    findings.add(new Finding("an acknowledged cancel holds", research.toString()));
                }
            }
        }
        findings.addAll(unasked(evidence));
        return findings;
    }

    private static List<Finding> unasked(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Set<String> cancelled = evidence.receipts().stream()
                .filter(receipt -> receipt.cancel() != Receipt.Cancel.NOT_ASKED)
                .map(Receipt::key)
                .collect(Collectors.toSet());
        evidence.researches().forEach(research -> {
            String key = research.idempotencyKey();
            if (key == null || !evidence.orders().contains(key)) {
                findings.add(new Finding("no research that nobody asked for", research.toString()));
            } else if (research.is("cancelled") && !cancelled.contains(key)) {
                findings.add(new Finding("no cancel that nobody asked for", research.toString()));
            }
        });
        evidence.researches()
                .filter(research -> research.idempotencyKey() != null)
                .collect(Collectors.groupingBy(Operation::idempotencyKey))
                .forEach((key, researches) -> {
                    if (researches.size() > 1) {
                        findings.add(new Finding("one key, one research", key + ": " + researches));
                    }
                });
        return findings;
    }
}
