package io.ktrdr.coordinator.dispatch;

import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.JobView;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.telemetry.Traces;
import io.ktrdr.coordinator.wake.WakeUp;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells workers to start and to stop. Nobody waits for the answer: what it says is written down, and what got none is
 * sent again by the next tick. At most one call is in flight to a worker.
 */
@Singleton
public final class WorkerCalls {
    /** The failure code of an attempt whose start its worker never answered. */
    public static final String START_UNANSWERED = "start_unanswered";

    private static final Logger LOG = Logger.getLogger(WorkerCalls.class);
    private static final int MAX_CLIENTS = 1_024;
    private static final int FAULTS_FROM = 500;
    private static final int CONNECT_MILLIS = 500;

    private static final int ANSWER_MILLIS = 2_000;
    private static final int MAX_MESSAGE = 2_000;
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    private final JobStore store;
    private final WakeUp wakeUp;
    private final Traces traces;
    private final WorkerClients clients;
    private final Map<String, Integer> unanswered = new ConcurrentHashMap<>();
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    WorkerCalls(JobStore store, WakeUp wakeUp, Traces traces) {
        this.store = store;
        this.wakeUp = wakeUp;
        this.traces = traces;
        this.clients = new WorkerClients(MAX_CLIENTS, CONNECT_MILLIS, ANSWER_MILLIS, traces);
    }

    /**
     * False when this worker is being called already: then it has to be sent again.
     *
     * @param origin where the root operation comes from, as a traceparent
     */
    public boolean start(StartJob start, Assignment worker, @Nullable String origin) {
        return once(worker.url(), () -> {
            unanswered.merge(start.claim(), 1, Integer::sum);
            return told(start, worker, origin)
                    .invoke(view -> unanswered.remove(start.claim()))
                    .chain(view -> answered(start, worker, view))
                    .onFailure(ProblemException.class)
                    .recoverWithUni(refusal -> refused(start, worker, (ProblemException) refusal));
        });
    }

    private Uni<JobView> told(StartJob start, Assignment worker, @Nullable String origin) {
        Traces.Work trace = traces.start(start, origin);
        return clients.of(worker.url()).start(start).onTermination().invoke((view, failure, cancelled) -> {
            if (failure != null || cancelled) {
                trace.failed(
                        failure instanceof ProblemException refusal
                                ? refusal.code().wireName()
                                : "no_answer");
            }
            trace.close();
        });
    }

    /** Other claims have no worker any more: nothing is left to be counted. */
    public void forgetAllBut(Set<String> claims) {
        unanswered.keySet().retainAll(claims);
        traces.forgetAllBut(claims);
    }

    /** How often this process has sent a start in vain. */
    public int unanswered(String claim) {
        return unanswered.getOrDefault(claim, 0);
    }

    /**
     * A start that is sent again is answered with what became of the job. One that is over without a report on its way has
     * no other end than this: its report was refused, or its worker forgot it.
     */
    private Uni<Void> answered(StartJob start, Assignment worker, JobView view) {
        if (!view.state().isOver()) {
            return store.started(start.claim(), start.token());
        }
        String message = "Worker " + worker.workerId() + " has ended the job ("
                + view.state().wireName() + ") and has no report of it: " + view.message();
        return store.failAttempt(
                        start.claim(), start.token(), FailureClass.INTERRUPTED, "report_missing", shortened(message))
                .invoke(wakeUp::now);
    }

    /**
     * A worker that is faulty at the moment may have taken the start all the same: that is no answer, and is sent again
     * until it is given up. Any other refusal is one.
     */
    private Uni<Void> refused(StartJob start, Assignment worker, ProblemException refusal) {
        int status = refusal.problem().status();
        if (status >= FAULTS_FROM && refusal.code() != ProblemCode.INSUFFICIENT_STORAGE) {
            LOG.debugf("Worker %s cannot answer for %s: %s", worker.workerId(), start.claim(), refusal.getMessage());
            return Uni.createFrom().voidItem();
        }
        unanswered.remove(start.claim());
        LOG.infof("Worker %s refused %s: %s", worker.workerId(), start.claim(), refusal.getMessage());
        String message = "Worker " + worker.workerId() + " refused the start: " + refusal.getMessage();
        // not at once: until the registry has heard why, it would send the next attempt to the same worker
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(AFTER_REFUSAL)
                .chain(() -> store.failAttempt(
                        start.claim(), start.token(), blame(refusal), "start_refused", shortened(message)))
                .invoke(wakeUp::now);
    }

    private static FailureClass blame(ProblemException refusal) {
        return switch (refusal.code()) {
            case INVALID_REQUEST -> FailureClass.JOB;
            // the next attempt avoids it
            case INSUFFICIENT_STORAGE -> FailureClass.WORKER;
            default -> FailureClass.INTERRUPTED;
        };
    }

    private static String shortened(String message) {
        return message.substring(0, Math.min(MAX_MESSAGE, message.length()));
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

    /**
     * Asks for the job back: the worker reports it as deferred once it has reached a checkpoint. One that does not know the job, or
     * does not understand the question, is made to stop.
     */
    public void handBack(String claim, Assignment worker) {
        once(
                worker.url(),
                () -> clients.of(worker.url())
                        .handBack(claim, new CancelJob(worker.incarnation(), worker.token()))
                        .replaceWithVoid()
                        .onFailure(ProblemException.class)
                        .recoverWithUni(
                                refusal -> askToStop(claim, worker).chain(state -> handedBack(claim, worker, state))));
    }

    private Uni<Void> handedBack(String claim, Assignment worker, JobState state) {
        return switch (state) {
            // its result is on the way
            case COMPLETED, COMPLETING, RUNNING -> Uni.createFrom().voidItem();
            case FAILED, CANCELLED ->
                store.failAttempt(
                                claim,
                                worker.token(),
                                FailureClass.DEFERRED,
                                "handed_back",
                                "Worker " + worker.workerId() + " was made to hand it back")
                        .invoke(wakeUp::now);
        };
    }

    /** Cancels a start that got no answer; once the worker has confirmed, the attempt is over and nobody is to blame. */
    public void giveUpStart(String claim, Assignment worker) {
        once(worker.url(), () -> askToStop(claim, worker).chain(state -> givenUp(claim, worker, state)));
    }

    private Uni<Void> givenUp(String claim, Assignment worker, JobState state) {
        if (state != JobState.RUNNING) {
            unanswered.remove(claim);
        }
        return switch (state) {
            // it ran after all, and its result is on the way
            case COMPLETED, COMPLETING -> store.started(claim, worker.token());
            case RUNNING -> Uni.createFrom().voidItem();
            case FAILED, CANCELLED ->
                store.failAttempt(
                                claim,
                                worker.token(),
                                FailureClass.INTERRUPTED,
                                START_UNANSWERED,
                                "Worker " + worker.workerId() + " did not answer the start")
                        .invoke(wakeUp::now);
        };
    }

    /** True once the worker says that it does not run the claim. */
    private Uni<Boolean> stopped(String claim, Assignment worker) {
        return askToStop(claim, worker).map(JobState::isOver);
    }

    /** What became of it; a worker that knows nothing of it, or is another by now, does not run it. */
    private Uni<JobState> askToStop(String claim, Assignment worker) {
        return clients.of(worker.url())
                .cancel(claim, new CancelJob(worker.incarnation(), worker.token()))
                .map(JobView::state)
                .onFailure(ProblemException.class)
                .recoverWithItem(
                        refusal -> runsNoLonger((ProblemException) refusal) ? JobState.CANCELLED : JobState.RUNNING);
    }

    private Uni<Void> confirmed(String claim, long token) {
        return store.workerConfirmedEnd(claim, token).invoke(wakeUp::now);
    }

    private static boolean runsNoLonger(ProblemException refusal) {
        return switch (refusal.code()) {
            case NOT_FOUND, STALE_TOKEN, SUPERSEDED -> true;
            default -> false;
        };
    }

    /** No worker is being called. */
    public boolean isIdle() {
        return inFlight.isEmpty();
    }

    private boolean once(String url, Supplier<Uni<Void>> call) {
        if (!inFlight.add(url)) {
            return false;
        }
        Uni.createFrom()
                .deferred(call::get)
                .ifNoItem()
                .after(Duration.ofMillis(CONNECT_MILLIS + 2L * ANSWER_MILLIS).plus(AFTER_REFUSAL))
                .fail()
                .onTermination()
                .invoke(() -> inFlight.remove(url))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf(failure, "No answer from the worker at %s", url));
        return true;
    }
}
