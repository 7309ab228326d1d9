package io.ktrdr.faults.inquest;

import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.inquest.Evidence.Operation;
import io.ktrdr.faults.load.Receipt;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an inquest came to.
 *
 * @param findings nothing when all is well
 * @param summary  what happened to the researches, in words
 */
public record Verdict(List<Finding> findings, List<String> summary) {
    /** @param orders idempotency keys of all researches that anybody asked for */
    public static Verdict over(Cluster cluster, Set<String> orders, List<Receipt> receipts)
            throws SQLException, IOException, InterruptedException {
        Evidence evidence = new EvidenceTaking(cluster).take(orders, receipts);
        List<Finding> findings = new ArrayList<>(Inquest.of(evidence));
        findings.addAll(DatabaseRules.broken(cluster));
        findings.addAll(Audit.of(cluster));
        findings.addAll(Logs.unexpected(cluster));
        return new Verdict(List.copyOf(findings), summary(evidence));
    }

    private static List<String> summary(Evidence evidence) {
        List<String> lines = new ArrayList<>();
        lines.add("researches: " + counted(evidence.researches().map(Operation::status)));
        lines.add("attempts that failed: "
                + counted(evidence.operations().stream()
                        .filter(operation -> !operation.isResearch() && operation.is("failed"))
                        .map(operation -> operation.type() + " " + operation.failureCode())));
        lines.add("completions that came too late: " + Results.fenced(evidence));
        evidence.researches()
                .filter(research -> research.is("failed"))
                .forEach(research -> lines.add("failed: " + research.id() + ": " + research.errorMessage()));
        return lines;
    }

    private static String counted(Stream<String> words) {
        return words.collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()))
                .toString();
    }
}
