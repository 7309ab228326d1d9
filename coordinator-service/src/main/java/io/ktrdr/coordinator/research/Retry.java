package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether what failed gets another attempt, and on what terms. */
final class Retry {
    static final int MAX_FAILURES = 3;
    static final int MAX_INTERRUPTIONS = 10;

    private Retry() {}

    /** Why there is no further attempt; empty when there is one. */
    static Optional<String> after(Root root, OperationType type) {
        List<Child> attempts = root.attempts(type);
        Child last = Objects.requireNonNull(root.latest(type));
        if (last.failureClass() == FailureClass.JOB) {
            return Optional.of(nameOf(type) + " failed: " + last.errorMessage());
        }
        if (count(attempts, FailureClass.WORKER) >= MAX_FAILURES) {
            return Optional.of(nameOf(type) + " failed " + MAX_FAILURES + " times: " + reasons(attempts));
        }
        if (count(attempts, FailureClass.INTERRUPTED) >= MAX_INTERRUPTIONS) {
            return Optional.of(
                    nameOf(type) + " was interrupted " + MAX_INTERRUPTIONS + " times: " + last.errorMessage());
        }
        return Optional.empty();
    }

    /** Workers, or agents, on which earlier attempts failed. */
    static List<String> toAvoid(List<Child> attempts) {
        return attempts.stream()
                .filter(child -> child.failureClass() == FailureClass.WORKER)
                .map(Child::executedBy)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    static @Nullable Checkpoint newestCheckpoint(List<Child> attempts) {
        return attempts.stream()
                .map(Child::checkpoint)
                .filter(Objects::nonNull)
                .max((a, b) -> Long.compare(a.step(), b.step()))
                .orElse(null);
    }

    static String nameOf(OperationType type) {
        return switch (type) {
            case AGENT_DESIGN -> "Design";
            case TRAINING -> "Training";
            case BACKTESTING -> "Backtest";
            case AGENT_ASSESSMENT -> "Assessment";
            case AGENT_RESEARCH, DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL ->
                "The " + type.wireName() + " task";
        };
    }

    private static long count(List<Child> attempts, FailureClass failureClass) {
        return attempts.stream()
                .filter(child -> child.failureClass() == failureClass)
                .count();
    }

    private static String reasons(List<Child> attempts) {
        return attempts.stream()
                .filter(child -> child.failureClass() == FailureClass.WORKER)
                .map(child -> "(attempt " + child.attempt() + on(child.executedBy()) + ") " + child.errorMessage())
                .collect(Collectors.joining("; "));
    }

    private static String on(@Nullable String executor) {
        return executor == null ? "" : ", on " + executor;
    }
}
