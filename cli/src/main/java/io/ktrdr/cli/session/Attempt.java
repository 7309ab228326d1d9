package io.ktrdr.cli.session;

import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What came of asking one service once. */
sealed interface Attempt<T> {
    record Answered<T>(T value) implements Attempt<T> {}

    /** It understood and said no: another one would say the same. */
    record Refused<T>(ProblemException problem) implements Attempt<T> {}

    /** 503: it is there and cannot work just now. */
    record NotReady<T>(ProblemException problem) implements Attempt<T> {}

    /** @param sent false when nothing can have come of it, as no connection was made */
    record Unanswered<T>(boolean sent) implements Attempt<T> {}

    /** @param backstop above the limits of the client itself, which knows better why */
    static <T> Attempt<T> of(Uni<T> call, Duration backstop) {
        try {
            return new Answered<>(call.await().atMost(backstop));
        } catch (RuntimeException e) {
            // the client wraps what happened once or twice, depending on where it happened
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ProblemException problem) {
                    return problem.code() == ProblemCode.UNAVAILABLE ? new NotReady<>(problem) : new Refused<>(problem);
                }
                if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                    return new Unanswered<>(false);
                }
                if (cause instanceof IOException
                        || cause instanceof VertxException
                        || cause instanceof TimeoutException
                        || cause instanceof io.smallrye.mutiny.TimeoutException) {
                    return new Unanswered<>(true);
                }
            }
            throw e;
        }
    }
}
