package io.ktrdr.coordinator.admission;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.coordinator.budget.Shortage;
import io.ktrdr.coordinator.research.WaitingCause;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Whether a research may start. Pure. */
sealed interface AdmissionDecision {
    /** @param overridden capacity or budget stood against it, and force overrode them */
    record Start(boolean overridden) implements AdmissionDecision {}

    /**
     * @param overridden capacity or budget stood against it, and force overrode them
     * @param waitsFor capacity, or others that it depends on
     */
    record Queue(boolean overridden, WaitingCause waitsFor) implements AdmissionDecision {}

    record Refuse(Problem problem) implements AdmissionDecision {}

    /**
     * What stands for and against it.
     *
     * @param ready     those in line who wait for nothing but room
     * @param queued    all those in line
     * @param remaining US dollars left today; null for unlimited
     * @param promised  US dollars of it that researches under way and in line are expected to spend
     * @param estimate  US dollars that this research is expected to cost
     */
    record Situation(
            int active,
            int ready,
            int queued,
            int limit,
            int queueSize,
            @Nullable BigDecimal remaining,
            BigDecimal promised,
            BigDecimal estimate) {

        boolean budgetExhausted() {
            return remaining != null && Shortage.isThere(remaining, promised, estimate);
        }
    }

    /** At least one, so that an empty pool is found out by trying. */
    static int limit(OptionalInt override, int trainingWorkers, int backtestWorkers) {
        return override.orElse(Math.max(1, trainingWorkers + backtestWorkers + 1));
    }

    /** @param depends it has to wait for others first: it takes a place in line, and none of the active ones */
    static AdmissionDecision of(Situation now, boolean force, boolean queue, boolean depends) {
        // who waits in line comes first: places that they will take are not free
        boolean full = now.active() + now.ready() >= now.limit();
        boolean broke = now.budgetExhausted();
        if (depends && (force || !broke)) {
            return now.queued() >= now.queueSize()
                    ? new Refuse(queueFull(now))
                    : new Queue(force && (full || broke), WaitingCause.DEPENDENCY);
        }
        if (force) {
            return new Start(full || broke);
        }
        if (broke) {
            return new Refuse(budgetExhausted(now));
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
            return new Refuse(queueFull(now));
        }
        return new Queue(false, WaitingCause.CAPACITY);
    }

    /** Why so many cannot be let into the line at once; empty when they can. */
    static Optional<Problem> refusal(Situation now, int researches) {
        if (now.budgetExhausted()) {
            return Optional.of(budgetExhausted(now));
        }
        return now.queued() + researches > now.queueSize() ? Optional.of(queueFull(now)) : Optional.empty();
    }

    private static Problem queueFull(Situation now) {
        return Problem.of(
                        ProblemCode.QUEUE_FULL, now.queued() + " researches wait already, limit is " + now.queueSize())
                .withCapacity(now.queued(), now.queueSize());
    }

    private static Problem budgetExhausted(Situation now) {
        BigDecimal remaining = now.remaining() == null ? BigDecimal.ZERO : now.remaining();
        return Shortage.problem(remaining, now.promised(), now.estimate(), "a research")
                .withMore("; active researches (" + now.active() + ") will complete")
                .withCapacity(now.active(), now.limit());
    }
}
