package io.ktrdr.coordinator.admission;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Whether a research may start. Pure. */
sealed interface AdmissionDecision {
    /** @param overridden capacity or budget stood against it, and force overrode them */
    record Start(boolean overridden) implements AdmissionDecision {}

    record Queue() implements AdmissionDecision {}

    record Refuse(Problem problem) implements AdmissionDecision {}

    /**
     * What stands for and against it.
     *
     * @param remaining US dollars left today; null for unlimited
     * @param estimate  US dollars that one research is expected to cost
     */
    record Situation(
            int active,
            int queued,
            int limit,
            int queueSize,
            @Nullable Double remaining,
            double estimate) {

        boolean budgetExhausted() {
            return remaining != null && (remaining <= 0 || remaining < estimate);
        }
    }

    /** At least one, so that an empty pool is found out by trying. */
    static int limit(OptionalInt override, int trainingWorkers, int backtestWorkers) {
        return override.orElse(Math.max(1, trainingWorkers + backtestWorkers + 1));
    }

    static AdmissionDecision of(Situation now, boolean force, boolean queue) {
        // who waits in line comes first: places that they will take are not free
        boolean full = now.active() + now.queued() >= now.limit();
        boolean broke = now.budgetExhausted();
        if (force) {
            return new Start(full || broke);
        }
        if (broke) {
            double left = now.remaining() == null ? 0 : Math.max(0, now.remaining());
            return new Refuse(Problem.of(ProblemCode.BUDGET_EXHAUSTED, budgetExhausted(now, left))
                    .withBudget(left, now.estimate())
                    .withCapacity(now.active(), now.limit()));
        }
        if (!full) {
            return new Start(false);
        }
        if (!queue) {
            return new Refuse(
                    Problem.of(ProblemCode.AT_CAPACITY, now.active() + " active researches, limit is " + now.limit())
                            .withCapacity(now.active(), now.limit()));
        }
        if (now.queued() >= now.queueSize()) {
            return new Refuse(Problem.of(
                            ProblemCode.QUEUE_FULL,
                            now.queued() + " researches wait already, limit is " + now.queueSize())
                    .withCapacity(now.queued(), now.queueSize()));
        }
        return new Queue();
    }

    private static String budgetExhausted(Situation now, double left) {
        return String.format(
                Locale.ROOT,
                "Daily budget exhausted: $%.2f left, a research is expected to cost $%.2f; active researches (%d) will"
                        + " complete",
                left,
                now.estimate(),
                now.active());
    }
}
