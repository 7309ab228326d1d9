package io.ktrdr.coordinator.agent;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.wake.WakeUp;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.Logger;

/**
 * The agents of the ticking coordinator: each runs one design or assessment on a virtual thread. What they do belongs to
 * an epoch; when that is over, whatever they still produce is refused by the database.
 */
@Singleton
public final class AgentPool {
    private static final Logger LOG = Logger.getLogger(AgentPool.class);
    private static final int MAX_SIZE = 16;
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);

    private final AgentConfig config;
    private final AgentWork work;
    private final AgentStore store;
    private final BudgetLedger budget;
    private final WakeUp wakeUp;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    private record Running(AgentTask task, Thread thread) {}

    AgentPool(AgentConfig config, AgentWork work, AgentStore store, BudgetLedger budget, WakeUp wakeUp) {
        if (config.size() < 1 || config.size() > MAX_SIZE) {
            throw new IllegalArgumentException("ktrdr.agents.size must be 1 to " + MAX_SIZE + ", not " + config.size());
        }
        this.config = config;
        this.work = work;
        this.store = store;
        this.budget = budget;
        this.wakeUp = wakeUp;
    }

    /** How many agents have nothing to do. */
    public int free() {
        return Math.max(0, config.size() - running.size());
    }

    /** Ids of the operations under way here. */
    public Set<String> running() {
        return Set.copyOf(running.keySet());
    }

    /** Begins; a task that is under way already is left alone. */
    public void run(String operationId, OperationType type, String spec, long epoch) {
        AgentTask task = new AgentTask(operationId, type, Json.parse(spec), epoch, new CountDownLatch(1));
        Thread thread = Thread.ofVirtual()
                .name("agent-" + operationId)
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
            if (!budget.reserve(task.operationId(), task.epoch(), work.estimate(task))
                    .await()
                    .atMost(DATABASE_TIMEOUT)) {
                LOG.infof("%s is no longer this coordinator's to run", task.operationId());
                return;
            }
            AgentWork.Outcome outcome = work.run(task);
            budget.settle(task.operationId(), outcome.cost()).await().atMost(DATABASE_TIMEOUT);
            store.completed(task, outcome.result()).await().atMost(DATABASE_TIMEOUT);
        } catch (InterruptedException e) {
            LOG.debugf("%s was stopped", task.operationId());
        } catch (AgentFailure e) {
            fail(task, e.failureClass(), e.code(), String.valueOf(e.getMessage()));
        } catch (ProblemException e) {
            // the database is away: the tick finds the operation without an agent, and starts it again
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
            store.failed(task, failureClass, code, message).await().atMost(DATABASE_TIMEOUT);
        } catch (ProblemException e) {
            // stays running in the database; the next epoch, or the next look at what runs here, ends it
            LOG.warnf("The failure of %s could not be stored: %s", task.operationId(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "The failure of %s could not be stored", task.operationId());
        }
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
