package io.ktrdr.coordinator.agent;

import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/** Waiting for the reactive stores from an agent's own thread. */
public final class Blocking {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Blocking() {}

    /** @throws ProblemException {@code unavailable} when there is no answer in time; whatever the source fails with */
    public static <T> T await(Supplier<Uni<T>> source) throws InterruptedException {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> source.get().ifNoItem().after(TIMEOUT).failWith(Blocking::noAnswer));
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody's fault: told as every other outage. */
    private static ProblemException noAnswer() {
        return new ProblemException(ProblemCode.UNAVAILABLE, "The database did not answer in time");
    }
}
