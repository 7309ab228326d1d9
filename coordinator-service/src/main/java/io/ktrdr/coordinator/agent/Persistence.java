package io.ktrdr.coordinator.agent;

import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Storing what must not be lost because the database is away for a moment. */
final class Persistence {
    private static final Logger LOG = Logger.getLogger(Persistence.class);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private Persistence() {}

    /**
     * What was paid for is not thrown away because the database is away for a moment: tried again until it is stored, or
     * the task is stopped, as it is when this coordinator no longer leads. Whoever leads then refuses it by its epoch.
     */
    static <T> T store(AgentTask task, Supplier<Uni<T>> storing) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return storing.get().await().atMost(DATABASE_TIMEOUT);
            } catch (RuntimeException e) {
                if (task.isStopped()) {
                    throw new InterruptedException("stopped");
                }
                if (!isAway(e)) {
                    throw e;
                }
                LOG.debugf(e, "%s tries again to store how it goes", task.operationId());
            }
            task.pass(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static boolean isAway(RuntimeException failure) {
        return failure instanceof TimeoutException
                || failure instanceof ProblemException problem && problem.code() == ProblemCode.UNAVAILABLE;
    }
}
