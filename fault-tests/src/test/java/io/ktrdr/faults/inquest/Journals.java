package io.ktrdr.faults.inquest;

import io.ktrdr.faults.inquest.Evidence.JournalEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A worker runs one job at a time, each under a higher token than the one before, and no attempt runs twice anywhere. */
final class Journals {
    private Journals() {}

    static List<Finding> contradictions(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Map<String, String> begun = new HashMap<>();
        evidence.journals().forEach((worker, entries) -> {
            alone(worker, entries, findings);
            for (JournalEntry entry : entries) {
                String earlier = entry.isBeginning() ? begun.put(entry.claim(), worker + " " + entry) : null;
                if (earlier != null) {
                    findings.add(new Finding(
                            "an attempt begins once", "first on " + earlier + ", then on " + worker + " " + entry));
                }
            }
        });
        return findings;
    }

    private static void alone(String worker, List<JournalEntry> entries, List<Finding> findings) {
        JournalEntry open = null;
        long highest = 0;
        for (JournalEntry entry : entries) {
            if (entry.isBeginning()) {
                // the job of another incarnation ended with its process, which the lock on the worker's folder proves
                if (open != null && open.incarnation().equals(entry.incarnation())) {
                    findings.add(new Finding("one job at a time", worker + " has " + open + " and begins " + entry));
                }
                if (entry.token() <= highest) {
                    findings.add(new Finding(
                            "tokens of a worker grow", worker + " begins " + entry + " after token " + highest));
                }
                highest = Math.max(highest, entry.token());
                open = entry;
            } else {
                open = endedBy(open, entry, worker, findings);
            }
        }
    }

    private static @Nullable JournalEntry endedBy(
            @Nullable JournalEntry open, JournalEntry end, String worker, List<Finding> findings) {
        if (open == null || !open.isSameJob(end)) {
            findings.add(new Finding("only what began ends", worker + " ends " + end + " and has " + open));
            return open;
        }
        return null;
    }
}
