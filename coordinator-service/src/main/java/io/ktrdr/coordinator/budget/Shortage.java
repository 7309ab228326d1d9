package io.ktrdr.coordinator.budget;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import java.math.BigDecimal;
import java.util.Locale;

/** When there is too little money left for something new, and how that is told. Amounts are US dollars. Pure. */
public final class Shortage {
    private Shortage() {}

    /**
     * When everything is spent, also for what is expected to cost nothing.
     *
     * @param remaining not spent yet; may be negative
     * @param promised  of it to what has been accepted
     * @param cost      that the new one is expected to have
     */
    public static boolean isThere(BigDecimal remaining, BigDecimal promised, BigDecimal cost) {
        return remaining.signum() <= 0 || remaining.subtract(promised).compareTo(cost) < 0;
    }

    /** @param what is refused, e.g. {@code a research} */
    public static Problem problem(BigDecimal remaining, BigDecimal promised, BigDecimal cost, String what) {
        BigDecimal left = remaining.max(BigDecimal.ZERO);
        String toOthers = promised.signum() == 0
                ? ""
                : String.format(Locale.ROOT, ", $%.2f of it for researches that have been accepted", promised);
        return Problem.of(
                        ProblemCode.BUDGET_EXHAUSTED,
                        String.format(
                                Locale.ROOT,
                                "Daily budget exhausted: $%.2f left%s, %s is expected to cost $%.2f",
                                left,
                                toOthers,
                                what,
                                cost))
                .withBudget(left.doubleValue(), promised.doubleValue(), cost.doubleValue());
    }
}
