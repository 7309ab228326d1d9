package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.sync.SyncResponse;
import java.util.List;
import java.util.Optional;

/** Which running attempts are over although nobody said so. */
final class Endings {
    private Endings() {}

    static List<Ending> of(Root research, Observation seen) {
        return research.children().stream()
                .filter(child -> child.status() == OperationStatus.RUNNING)
                .flatMap(child -> of(research, child, seen).stream())
                .toList();
    }

    private static Optional<Ending> of(Root research, Child child, Observation seen) {
        Long epoch = child.epoch();
        return epoch == null
                ? ofJob(child, seen).or(() -> fenced(research, child, seen))
                : ofAgent(child, epoch, seen).or(() -> givenBack(research, child, seen));
    }

    /** Its locks have run out: they stay where they are, but what this attempt says from now on comes too late. */
    private static Optional<Ending> fenced(Root research, Child child, Observation seen) {
        Assignment assignment = child.assignment();
        return assignment == null || !seen.expired().contains(research.id())
                ? Optional.empty()
                : Optional.of(new Ending(
                        child,
                        FailureClass.INTERRUPTED,
                        "locks_expired",
                        "Nothing was heard from worker " + assignment.workerId() + " until the locks expired",
                        true));
    }

    /** An agent that could only wait is given to others; a worker is asked to reach a checkpoint first. */
    private static Optional<Ending> givenBack(Root research, Child child, Observation seen) {
        return StateMachine.isWithoutLocks(research, seen) && !StateMachine.isAboutToGoOn(research, seen)
                ? Optional.of(Ending.gone(
                        child, FailureClass.DEFERRED, "waits_for_lock", "Its agent was given back to wait for a lock"))
                : Optional.empty();
    }

    private static Optional<Ending> ofAgent(Child child, long epoch, Observation seen) {
        if (epoch < seen.epoch()) {
            return Optional.of(
                    Ending.gone(child, FailureClass.INTERRUPTED, "orphaned", "Orphaned by coordinator restart"));
        }
        if (!seen.agentsAtWork().contains(child.id())) {
            return Optional.of(Ending.gone(
                    child, FailureClass.INTERRUPTED, "dropped", "Its agent stopped without telling how it ended"));
        }
        return child.stalledMillis() < seen.patience().agent()
                ? Optional.empty()
                : Optional.of(
                        Ending.stalled(child, "Its agent made no progress for " + seconds(child.stalledMillis())));
    }

    private static Optional<Ending> ofJob(Child child, Observation seen) {
        return Optional.ofNullable(seen.losses().get(child.id()))
                .flatMap(lost -> lost(child, lost, seen.patience().silence()))
                .or(() -> stalled(child, seen.patience().job()));
    }

    private static Optional<Ending> lost(Child child, SyncResponse.Lost lost, long silence) {
        Assignment assignment = child.assignment();
        if (assignment == null || assignment.token() != lost.token()) {
            return Optional.empty();
        }
        String worker = assignment.workerId();
        return switch (lost.reason()) {
            // the registry may be deaf while the worker still talks to us: only both together are silence
            case SILENT ->
                child.silentMillis() < silence
                        ? Optional.empty()
                        : Optional.of(Ending.gone(
                                child,
                                FailureClass.WORKER,
                                "worker_silent",
                                "Worker " + worker + " was silent for " + seconds(lost.silentMs())));
            case RESTARTED ->
                Optional.of(Ending.gone(
                        child,
                        FailureClass.WORKER,
                        "worker_restarted",
                        "Worker " + worker + " restarted without the job"));
            case SUPERSEDED ->
                Optional.of(Ending.gone(
                        child, FailureClass.INTERRUPTED, "fenced", "Worker " + worker + " has accepted a newer job"));
        };
    }

    /** Progress counts, not age: a job may take days as long as it gets on. */
    private static Optional<Ending> stalled(Child child, long deadline) {
        Assignment assignment = child.assignment();
        if (assignment == null || child.stalledMillis() < deadline) {
            return Optional.empty();
        }
        return Optional.of(Ending.stalled(
                child, "Worker " + assignment.workerId() + " made no progress for " + seconds(child.stalledMillis())));
    }

    private static String seconds(long millis) {
        return millis / 1000 + " s";
    }
}
