package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.sync.SyncResponse;
import java.util.List;
import java.util.Optional;

/** Which running attempts are over although nobody said so. */
final class Endings {
    private Endings() {}

    static List<Ending> of(Research research, Observation seen) {
        return research.children().stream()
                .filter(child -> child.status() == OperationStatus.RUNNING)
                .flatMap(child -> of(child, seen).stream())
                .toList();
    }

    private static Optional<Ending> of(Child child, Observation seen) {
        Long epoch = child.epoch();
        if (epoch != null && epoch < seen.epoch()) {
            return Optional.of(
                    new Ending(child, FailureClass.INTERRUPTED, "orphaned", "Orphaned by coordinator restart"));
        }
        if (epoch != null && !seen.agentsAtWork().contains(child.id())) {
            return Optional.of(new Ending(
                    child, FailureClass.INTERRUPTED, "dropped", "Its agent stopped without telling how it ended"));
        }
        return Optional.ofNullable(seen.losses().get(child.id())).flatMap(lost -> of(child, lost, seen.leaseMillis()));
    }

    private static Optional<Ending> of(Child child, SyncResponse.Lost lost, long leaseMillis) {
        Assignment assignment = child.assignment();
        if (assignment == null || assignment.token() != lost.token()) {
            return Optional.empty();
        }
        String worker = assignment.workerId();
        return switch (lost.reason()) {
            // the registry may be deaf while the worker still talks to us: only both together are silence
            case SILENT ->
                child.silentMillis() < leaseMillis
                        ? Optional.empty()
                        : Optional.of(new Ending(
                                child,
                                FailureClass.WORKER,
                                "worker_silent",
                                "Worker " + worker + " was silent for " + lost.silentMs() / 1000 + " s"));
            case RESTARTED ->
                Optional.of(new Ending(
                        child,
                        FailureClass.WORKER,
                        "worker_restarted",
                        "Worker " + worker + " restarted without the job"));
            case SUPERSEDED ->
                Optional.of(new Ending(
                        child, FailureClass.INTERRUPTED, "fenced", "Worker " + worker + " has accepted a newer job"));
        };
    }
}
