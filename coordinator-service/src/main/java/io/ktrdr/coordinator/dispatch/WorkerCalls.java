package io.ktrdr.coordinator.dispatch;

import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobView;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.job.WorkerJobsApi;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.wake.WakeUp;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells workers to start and to stop. Nobody waits for the answer: what it says is written down, and what got none is
 * sent again by the next tick. At most one call is in flight to a worker.
 */
@Singleton
public final class WorkerCalls {
    private static final Logger LOG = Logger.getLogger(WorkerCalls.class);
    private static final int CONNECT_MILLIS = 500;
    private static final int ANSWER_MILLIS = 2_000;

    private final JobStore store;
    private final WakeUp wakeUp;
    private final Map<String, WorkerJobsApi> clients = new ConcurrentHashMap<>();
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    WorkerCalls(JobStore store, WakeUp wakeUp) {
        this.store = store;
        this.wakeUp = wakeUp;
    }

    public void start(StartJob start, Assignment worker) {
        once(
                worker.url(),
                () -> client(worker.url())
                        .start(start)
                        .chain(view -> store.started(start.claim(), start.token()))
                        .onFailure(ProblemException.class)
                        .recoverWithUni(refusal -> refused(start, worker, (ProblemException) refusal)));
    }

    private Uni<Void> refused(StartJob start, Assignment worker, ProblemException refusal) {
        ProblemCode code = refusal.code();
        LOG.infof("Worker %s refused %s: %s", worker.workerId(), start.claim(), refusal.getMessage());
        if (code == ProblemCode.INTERNAL || code == ProblemCode.UNAVAILABLE) {
            return Uni.createFrom().voidItem();
        }
        FailureClass blame = code == ProblemCode.INVALID_REQUEST ? FailureClass.JOB : FailureClass.INTERRUPTED;
        String message = "Worker " + worker.workerId() + " refused the start: " + refusal.getMessage();
        return store.failAttempt(start.claim(), start.token(), blame, "start_refused", message)
                .invoke(wakeUp::now);
    }

    /** Until the worker confirms that it does not run the claim, its reservation stays. */
    public void cancel(String claim, Assignment worker) {
        once(
                worker.url(),
                () -> stopped(claim, worker)
                        .chain(over -> over
                                ? confirmed(claim, worker.token())
                                : Uni.createFrom().voidItem()));
    }

    /** Cancels a start that got no answer; once the worker has confirmed, the attempt is over and nobody is to blame. */
    public void giveUpStart(String claim, Assignment worker) {
        String message = "Worker " + worker.workerId() + " did not answer the start";
        once(
                worker.url(),
                () -> stopped(claim, worker)
                        .chain(over -> over
                                ? store.failAttempt(
                                                claim,
                                                worker.token(),
                                                FailureClass.INTERRUPTED,
                                                "start_unanswered",
                                                message)
                                        .invoke(wakeUp::now)
                                : Uni.createFrom().voidItem()));
    }

    /** True once the worker says that it does not run the claim. */
    private Uni<Boolean> stopped(String claim, Assignment worker) {
        return client(worker.url())
                .cancel(claim, new CancelJob(worker.incarnation(), worker.token()))
                .map(view -> isOver(view))
                .onFailure(ProblemException.class)
                .recoverWithItem(refusal -> runsNoLonger((ProblemException) refusal));
    }

    private Uni<Void> confirmed(String claim, long token) {
        return store.workerConfirmedEnd(claim, token).invoke(wakeUp::now);
    }

    private static boolean isOver(JobView view) {
        return view.state().isOver();
    }

    private static boolean runsNoLonger(ProblemException refusal) {
        return switch (refusal.code()) {
            case NOT_FOUND, STALE_TOKEN, SUPERSEDED -> true;
            default -> false;
        };
    }

    private void once(String url, Supplier<Uni<Void>> call) {
        if (!inFlight.add(url)) {
            return;
        }
        Uni.createFrom()
                .deferred(call::get)
                .ifNoItem()
                .after(Duration.ofMillis(CONNECT_MILLIS + 2L * ANSWER_MILLIS))
                .fail()
                .onTermination()
                .invoke(() -> inFlight.remove(url))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf(failure, "No answer from the worker at %s", url));
    }

    private WorkerJobsApi client(String url) {
        return clients.computeIfAbsent(
                url,
                address -> QuarkusRestClientBuilder.newBuilder()
                        .baseUri(URI.create(address))
                        .connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                        .readTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                        .register(ProblemReader.class)
                        .build(WorkerJobsApi.class));
    }
}
