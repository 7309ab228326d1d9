package io.ktrdr.cli.session;

import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import java.time.Duration;

/**
 * With services that are watched: one that is started again is away for some seconds, and what is watched goes on
 * meanwhile.
 */
public final class Patience {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private long heard = System.nanoTime();

    public void heard() {
        heard = System.nanoTime();
    }

    /** Throws it again when it is an answer, or when nothing has been heard for too long. */
    public void with(RuntimeException failure) {
        if (!isAway(failure) || System.nanoTime() - heard > LONGEST.toNanos()) {
            throw failure;
        }
    }

    private static boolean isAway(RuntimeException failure) {
        return switch (failure) {
            case CommandFailure own -> own.exitCode() == ExitCode.UNREACHABLE;
            case ProblemException answered -> answered.code() == ProblemCode.UNAVAILABLE;
            default -> false;
        };
    }
}
