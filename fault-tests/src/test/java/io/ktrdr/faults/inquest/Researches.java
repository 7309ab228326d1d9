package io.ktrdr.faults.inquest;

import io.ktrdr.faults.inquest.Evidence.Event;
import io.ktrdr.faults.inquest.Evidence.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every operation has ended, once, and a completed research has one result of each phase. */
final class Researches {
    /** The made-up results pass all gates, so that no phase is left out. */
    private static final List<String> PHASES = List.of("agent_design", "training", "backtesting", "agent_assessment");

    private Researches() {}

    static List<Finding> unsound(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Long> ends = evidence.events().stream()
                .filter(Event::isEnd)
                .collect(Collectors.groupingBy(Event::operationId, Collectors.counting()));
        for (Operation operation : evidence.operations()) {
            if (!operation.isOver()) {
                findings.add(new Finding("every operation has ended", operation.toString()));
            }
            if (ends.getOrDefault(operation.id(), 0L) > 1) {
                findings.add(new Finding("an operation ends once", operation.toString()));
            }
            if (!operation.isResearch() && !operation.settled()) {
                findings.add(new Finding("every ended child was looked at", operation.toString()));
            }
        }
        evidence.researches().forEach(research -> phases(research, evidence.childrenOf(research), findings));
        return findings;
    }

    private static void phases(Operation research, List<Operation> children, List<Finding> findings) {
        for (String phase : PHASES) {
            List<Operation> attempts = children.stream()
                    .filter(child -> child.type().equals(phase))
                    .toList();
            long completed =
                    attempts.stream().filter(child -> child.is("completed")).count();
            if (completed > 1 || research.is("completed") && completed == 0) {
                findings.add(new Finding(
                        "one accepted result of each phase",
                        research.id() + " has " + completed + " of " + phase + ": " + attempts));
            }
            List<Integer> numbers =
                    attempts.stream().map(Operation::attempt).sorted().toList();
            for (int i = 0; i < numbers.size(); i++) {
                if (numbers.get(i) != i + 1) {
                    findings.add(new Finding("attempts are numbered 1, 2, 3", research.id() + ", " + phase + numbers));
                    break;
                }
            }
        }
    }
}
