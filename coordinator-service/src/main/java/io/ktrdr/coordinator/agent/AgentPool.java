package io.ktrdr.coordinator.agent;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.wake.WakeUp;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The agents of the ticking coordinator: each runs one attempt at a time on a virtual thread. What they do belongs to
 * an epoch; when that is over, whatever they still produce is refused by the database.
 */
@Singleton
public final class AgentPool {
    private static final Logger LOG = Logger.getLogger(AgentPool.class);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final AgentWork work;
    private final AgentStore store;
    private final BudgetLedger budget;
    private final WakeUp wakeUp;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    private record Running(AgentTask task, Thread thread) {}

    AgentPool(AgentWork work, AgentStore store, BudgetLedger budget, WakeUp wakeUp) {
        this.work = work;
        this.store = store;
        this.budget = budget;
        this.wakeUp = wakeUp;
    }

    /** Ids of the agents that are at something, be it that they were stopped and have not noticed yet. */
    public Set<String> busy() {
        return running.values().stream().map(one -> one.task().agentId()).collect(Collectors.toUnmodifiableSet());
    }

    /** Ids of the operations under way here. */
    public Set<String> running() {
        return Set.copyOf(running.keySet());
    }

    /** Begins; a task that is under way already is left alone. */
    public void run(String operationId, OperationType type, String spec, long epoch, String agentId) {
        AgentTask task = new AgentTask(operationId, type, Json.parse(spec), epoch, agentId, new CountDownLatch(1));
        Thread thread = Thread.ofVirtual()
                .name(agentId + " " + operationId)
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> {
                    try {
                        carryOut(task);
                    } finally {
                        running.remove(operationId);
                        wakeUp.now();
                    }
                });
        if (running.putIfAbsent(operationId, new Running(task, thread)) == null) {
            thread.start();
        }
    }

    private void carryOut(AgentTask task) {
        try {
            if (!persistently(task, () -> budget.reserve(task.operationId(), task.epoch(), work.estimate(task)))) {
                LOG.infof("%s is no longer this coordinator's to run", task.operationId());
                return;
            }
            AgentWork.Outcome outcome = work.run(task);
            persistently(task, () -> budget.settle(task.operationId(), outcome.cost()));
            persistently(task, () -> store.completed(task, outcome.result()));
        } catch (InterruptedException e) {
            LOG.debugf("%s was stopped", task.operationId());
        } catch (AgentFailure e) {
            fail(task, e.failureClass(), e.code(), String.valueOf(e.getMessage()));
        } catch (ProblemException e) {
            // the database went away in the middle of the work: the tick finds no agent at it, and starts it again
            LOG.warnf("%s was given up: %s", task.operationId(), e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            if (task.isStopped()) {
                // interrupted while it waited for the database: whoever stopped it has decided about it already
                LOG.debugf(e, "%s was stopped", task.operationId());
                return;
            }
            LOG.errorf(e, "%s failed", task.operationId());
            fail(task, FailureClass.WORKER, "fault", "Internal fault: " + e);
        }
    }

    private void fail(AgentTask task, FailureClass failureClass, String code, String message) {
        try {
            persistently(task, () -> store.failed(task, failureClass, code, message));
        } catch (InterruptedException e) {
            LOG.debugf("%s was stopped", task.operationId());
        } catch (ProblemException e) {
            // stays running in the database; the next epoch, or the next look at what runs here, ends it
            LOG.warnf("The failure of %s could not be stored: %s", task.operationId(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "The failure of %s could not be stored", task.operationId());
        }
    }

    /**
     * What was paid for is not thrown away because the database is away for a moment: tried again until it is stored, or
     * the task is stopped, as it is when this coordinator no longer leads. Whoever leads then refuses it by its epoch.
     */
    private static <T> T persistently(AgentTask task, Supplier<Uni<T>> storing) throws InterruptedException {
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

    public void stop(Collection<String> operationIds) {
        for (String id : operationIds) {
            Running stopped = running.get(id);
            if (stopped != null) {
                stopped.task().stopped().countDown();
                stopped.thread().interrupt();
            }
        }
    }

    /** A coordinator that does not tick has nothing for agents to do. */
    public void stopAll() {
        stop(running());
    }
}
