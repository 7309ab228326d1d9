package io.ktrdr.cli.session;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The one place where what went wrong becomes lines on stderr and an exit code. */
public final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed)
            throws Exception {
        PrintWriter err = commandLine.getErr();
        int exitCode = switch (failure) {
            case CommandFailure own -> {
                err.println(own.getMessage());
                yield own.exitCode().number();
            }
            case ProblemException answered -> {
                lines(answered.problem()).forEach(err::println);
                yield ExitCode.of(answered.code()).number();
            }
            case CommandLine.ParameterException usage -> throw usage;
            default -> {
                err.println("ktrdr failed: " + failure);
                if (System.getenv("KTRDR_DEBUG") != null) {
                    failure.printStackTrace(err);
                }
                yield ExitCode.FAULT.number();
            }
        };
        err.flush();
        return exitCode;
    }

    /** What a person reads about a problem: what is wrong, then each thing to put right. */
    static List<String> lines(Problem problem) {
        List<Violation> violations = problem.violations();
        return switch (problem.code()) {
            case INVALID_REQUEST ->
                violations == null || violations.isEmpty()
                        ? List.of(problem.detail())
                        : violations.stream()
                                .map(violation -> violation.field() + ": " + violation.message())
                                .toList();
            case UNAVAILABLE -> List.of(problem.detail(), "Try again in a moment, or look at 'ktrdr doctor'");
            case INTERNAL -> List.of("The service failed: " + problem.detail(), "Its log says more: 'ktrdr logs'");
            case BUDGET_EXHAUSTED,
                    FORBIDDEN_HOST,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    ILLEGAL_STATE,
                    STALE_TOKEN,
                    SUPERSEDED,
                    WORKER_BUSY,
                    WORKER_DRAINING,
                    SPEC_MISMATCH,
                    ARTIFACT_MISSING,
                    STALE_SYNC,
                    PAYLOAD_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    IDEMPOTENCY_KEY_REUSED,
                    AT_CAPACITY,
                    QUEUE_FULL,
                    POOL_FULL,
                    INSUFFICIENT_STORAGE -> List.of(problem.detail());
        };
    }
}
