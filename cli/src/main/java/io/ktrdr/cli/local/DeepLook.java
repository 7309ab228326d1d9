package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.cli.session.Services;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.audit.AuditReport;
import io.ktrdr.contracts.audit.Finding;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.worker.WorkerView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether everything adds up: what the coordinator finds, and what lies in the home's folders. A system at work is always in
 * the middle of something; what is found at one look and not at the next is no fault.
 */
final class DeepLook {
    /** Longer than a tick, a sync, a heartbeat, and a report's way from outbox to coordinator. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(7);

    private static final int MOST_LOOKS = 3;

    /**
     * @param total     also those of which only a hundred are named
     * @param checked   how many of what were looked at
     * @param unchecked what could not be looked at and why
     */
    @Wire
    @RegisterForReflection
    record Result(List<Finding> findings, long total, Map<String, Long> checked, List<String> unchecked) {
        boolean isSound() {
            return findings.isEmpty() && unchecked.isEmpty();
        }

        private Result onlyWith(List<Finding> earlier) {
            List<Finding> both = findings.stream().filter(earlier::contains).toList();
            return new Result(both, total - (findings.size() - both.size()), checked, unchecked);
        }
    }

    private final Consumer<String> say;
    private final Duration betweenLooks;

    DeepLook(Consumer<String> say) {
        this(say, BETWEEN_LOOKS);
    }

    DeepLook(Consumer<String> say, Duration betweenLooks) {
        this.say = say;
        this.betweenLooks = betweenLooks;
    }

    /** What every look has found. */
    Result lasting(Supplier<Result> look) {
        Result result = look.get();
        for (int looks = 1; looks < MOST_LOOKS && !result.findings().isEmpty(); looks++) {
            say.accept("%d found, which may be in the middle of something; looking again in %d s"
                    .formatted(result.total(), betweenLooks.toSeconds()));
            Pause.of(betweenLooks);
            result = look.get().onlyWith(result.findings());
        }
        return result;
    }

    /** The coordinator's findings, and those of the folders as far as there are any. */
    static Result once(Services services, Home home) {
        List<Finding> findings = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        long total = 0;
        Map<String, Long> checked = Map.of();
        try {
            AuditReport report = services.answer(() -> services.audit().report());
            findings.addAll(report.findings());
            unchecked.addAll(report.unchecked());
            total = report.total();
            checked = report.checked();
        } catch (CommandFailure | ProblemException away) {
            unchecked.add("The coordinator does not tell: "
                    + String.valueOf(away.getMessage()).lines().findFirst().orElse(""));
        }
        List<Finding> local = new HomeFolder(home).findings(workers(services));
        findings.addAll(local);
        return new Result(findings, total + local.size(), checked, unchecked);
    }

    private static Map<String, WorkerView> workers(Services services) {
        try {
            return services.answer(() -> services.agent().workers()).items().stream()
                    .collect(Collectors.toMap(WorkerView::workerId, worker -> worker));
        } catch (CommandFailure | ProblemException away) {
            // already said
            return Map.of();
        }
    }

    static String inWords(Map<String, Long> checked) {
        return checked.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().replace('_', ' '))
                .collect(Collectors.joining(", "));
    }
}
