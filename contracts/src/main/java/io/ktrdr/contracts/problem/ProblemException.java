package io.ktrdr.contracts.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one exception for what a caller did wrong or must know; every service maps it to its {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final @Nullable Integer retryAfterSeconds;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    public ProblemException(Problem problem, @Nullable Integer retryAfterSeconds) {
        // no stack trace: it is an answer, not a fault
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public ProblemException(ProblemCode code, String detail) {
        this(Problem.of(code, detail));
    }

    public static ProblemException invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    public static ProblemException invalid(List<Violation> violations) {
        Violation first = violations.getFirst();
        String more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
        return new ProblemException(
                Problem.of(ProblemCode.INVALID_REQUEST, first.field() + ": " + first.message() + more)
                        .withViolations(violations));
    }

    public static ProblemException notFound(String what, String id) {
        return new ProblemException(ProblemCode.NOT_FOUND, "No " + what + " " + id);
    }

    public Problem problem() {
        return problem;
    }

    public ProblemCode code() {
        return problem.code();
    }

    /** Seconds for the {@code Retry-After} header; null for none. */
    public @Nullable Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
