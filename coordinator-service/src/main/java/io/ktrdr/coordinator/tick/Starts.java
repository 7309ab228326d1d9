package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.coordinator.agent.AgentPool;
import io.ktrdr.coordinator.dispatch.WorkerCalls;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.research.Executor;
import io.ktrdr.coordinator.research.Placement;
import io.ktrdr.coordinator.research.Plan;
import io.ktrdr.coordinator.research.Transition;
import io.ktrdr.coordinator.tick.Apply.Written;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What follows a commit: agents and workers are told. Told twice does no harm, so whatever is lost is told again. */
@Singleton
final class Starts {
    private static final Logger LOG = Logger.getLogger(Starts.class);
    /** A start that got no answer for so long is cancelled, and once that is confirmed the next attempt begins. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(10);

    private static final int START_TRIES = 3;

    private final WorkerCalls workers;
    private final AgentPool agents;

    Starts(WorkerCalls workers, AgentPool agents) {
        this.workers = workers;
        this.agents = agents;
    }

    void follow(Written written, List<Reserved> reserved, Reconciliation reconciliation) {
        workers.forgetAllBut(reserved.stream().map(Reserved::claim).collect(Collectors.toSet()));
        for (Transition transition : written.transitions()) {
            agents.stop(transition.endings().stream()
                    .map(ending -> ending.child().id())
                    .toList());
            switch (transition) {
                case Transition.Start start ->
                    beginAlone(start, written.origins().get(start.root().id()));
                case Transition.Hold hold -> handBack(hold);
                case Transition.Stay stay -> {}
                case Transition.Wait wait -> {}
                case Transition.Pause pause -> {}
                case Transition.Complete complete -> {}
                case Transition.Fail fail -> {}
                case Transition.Cancel cancel -> {}
            }
        }
        repeat(reserved, reconciliation);
    }

    /** Who waits for a lock needs no worker meanwhile. */
    private void handBack(Transition.Hold hold) {
        hold.root().jobs().forEach((claim, worker) -> workers.handBack(claim, worker));
    }

    /** What is written stays written: a fault here must not keep the others from being begun. */
    private void beginAlone(Transition.Start start, @Nullable String origin) {
        try {
            begin(start.plan(), start.placement(), origin);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "%s could not be begun; the next tick sees to it",
                    start.plan().claim());
        }
    }

    private void begin(Plan plan, Placement placement, @Nullable String origin) {
        switch (placement) {
            case Placement.OnAgent(long epoch, String agentId) ->
                agents.run(
                        plan.claim(),
                        plan.type(),
                        plan.spec(),
                        epoch,
                        agentId,
                        plan.avoid().size(),
                        origin);
            case Placement.OnWorker(Assignment worker) ->
                workers.start(
                        new StartJob(
                                plan.claim(),
                                worker.workerId(),
                                worker.incarnation(),
                                worker.token(),
                                workerType(plan.executor()),
                                plan.attempt(),
                                plan.spec(),
                                plan.specSha256(),
                                plan.checkpoint()),
                        worker,
                        origin);
        }
    }

    /**
     * Starts that got no answer, jobs that say nothing any more, those that a new leader has not asked yet, and cancels that
     * were not confirmed.
     */
    private void repeat(List<Reserved> reserved, Reconciliation reconciliation) {
        for (Reserved child : reserved) {
            if (child.ended()) {
                continue;
            }
            if (child.status() != OperationStatus.RUNNING) {
                workers.cancel(child.claim(), child.assignment());
            } else if (child.onHold()) {
                workers.handBack(child.claim(), child.assignment());
            } else if (isUnanswered(child)) {
                workers.giveUpStart(child.claim(), child.assignment());
            } else if (child.spec() != null && (child.quiet() || reconciliation.hasToAsk(child.claim()))) {
                if (workers.start(startOf(child), child.assignment(), child.origin())) {
                    reconciliation.asked(child.claim());
                }
            }
        }
    }

    /** Old and asked often: the time alone may have passed while no coordinator was there to ask. */
    private boolean isUnanswered(Reserved child) {
        return !child.started()
                && child.grantedMillis() > START_PATIENCE.toMillis()
                && workers.unanswered(child.claim()) >= START_TRIES;
    }

    void cancelStrays(List<SyncResponse.Stray> strays) {
        for (SyncResponse.Stray stray : strays) {
            workers.cancel(
                    stray.claim(), new Assignment(stray.workerId(), stray.incarnation(), stray.url(), stray.token()));
        }
    }

    private static StartJob startOf(Reserved child) {
        Assignment worker = child.assignment();
        return new StartJob(
                child.claim(),
                worker.workerId(),
                worker.incarnation(),
                worker.token(),
                workerType(child.executor()),
                child.attempt(),
                Objects.requireNonNull(child.spec()),
                child.specSha256(),
                child.checkpoint());
    }

    private static WorkerType workerType(Executor executor) {
        return Objects.requireNonNull(executor.workerType(), "agents get no jobs by REST");
    }
}
