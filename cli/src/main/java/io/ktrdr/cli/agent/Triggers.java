package io.ktrdr.cli.agent;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asking for a research, and what to say when it is refused. */
public final class Triggers {
    private Triggers() {}

    /**
     * Asked a second time when the first answer got lost.
     *
     * @param request carries its idempotency key
     */
    public static <T> T send(Services services, Supplier<Uni<T>> request) {
        try {
            return services.answer(request);
        } catch (CommandFailure lost) {
            return services.answer(request);
        }
    }

    /** The refusal in words, or the problem itself where its own detail says it best. */
    public static RuntimeException refusal(Services services, ProblemException refused) {
        Problem problem = refused.problem();
        return switch (problem.code()) {
            case AT_CAPACITY -> new CommandFailure(ExitCode.AT_CAPACITY, atCapacity(problem));
            case QUEUE_FULL ->
                new CommandFailure(
                        ExitCode.AT_CAPACITY,
                        "Cannot trigger: the line is full" + limit(problem) + "\nTry again when some have started");
            case BUDGET_EXHAUSTED ->
                new CommandFailure(ExitCode.BUDGET, budgetExhausted(problem, activeNow(services, problem)));
            default -> refused;
        };
    }

    static String atCapacity(Problem problem) {
        String numbers = problem.active() == null || problem.limit() == null
                ? ""
                : " (%d active researches, limit is %d)".formatted(problem.active(), problem.limit());
        return "Cannot trigger: at capacity" + numbers + "\nUse --force to override limit";
    }

    static String budgetExhausted(Problem problem, @Nullable Integer active) {
        String left = problem.remaining() == null ? "" : " (" + Figures.dollars(problem.remaining()) + " remaining)";
        boolean some = problem.remaining() != null && problem.remaining() > 0;
        String committed = !some || problem.committed() == null || problem.committed() <= 0
                ? ""
                : "\nResearches that have been accepted are expected to spend " + Figures.dollars(problem.committed())
                        + " of it";
        String cost = !some || problem.estimate() == null
                ? ""
                : "\nA research is expected to cost " + Figures.dollars(problem.estimate());
        String count = active == null ? "" : " (" + active + ")";
        return "Cannot trigger: daily budget exhausted" + left
                + committed
                + cost
                + "\nActive researches" + count + " will complete, but no new triggers accepted."
                + "\nUse --force to override budget check";
    }

    private static String limit(Problem problem) {
        return problem.limit() == null ? "" : " (" + problem.limit() + " are waiting)";
    }

    private static @Nullable Integer activeNow(Services services, Problem problem) {
        if (problem.active() != null) {
            return problem.active();
        }
        try {
            return services.answer(() -> services.agent().status())
                    .activeResearches()
                    .size();
        } catch (CommandFailure | ProblemException e) {
            // the refusal is worth saying without the number
            return null;
        }
    }
}
