package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.wake.WakeUp;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The agents of the ticking coordinator: each runs one attempt at a time on a virtual thread. What they do belongs to
 * an epoch; when that is over, whatever they still produce is refused by the database.
 */
@Singleton
public final class AgentPool {
    private static final Logger LOG = Logger.getLogger(AgentPool.class);

    private final AgentWork work;
    private final AgentStore store;
    private final WakeUp wakeUp;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    /** Libraries look up services and configuration by it; a virtual thread by itself has that of the JVM. */
    private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

    private record Running(AgentTask task, Thread thread) {}

    AgentPool(AgentWork work, AgentStore store, WakeUp wakeUp) {
        this.work = work;
        this.store = store;
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

    /**
     * Begins; a task that is under way already is left alone.
     *
     * @param failures of earlier attempts, for which agents were to blame
     */
    public void run(String operationId, OperationType type, String spec, long epoch, String agentId, int failures) {
        AgentTask task =
                new AgentTask(operationId, type, Json.parse(spec), epoch, agentId, failures, new CountDownLatch(1));
        Thread thread = Thread.ofVirtual()
                .name(agentId + " " + operationId)
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> {
                    Thread.currentThread().setContextClassLoader(contextClassLoader);
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
            JsonNode result = work.run(task);
            Persistence.store(task, () -> store.completed(task, result));
        } catch (InterruptedException e) {
            if (task.isStopped()) {
                LOG.debugf("%s was stopped", task.operationId());
            } else {
                LOG.infof("%s was broken off: %s", task.operationId(), e.getMessage());
            }
        } catch (AgentFailure e) {
            fail(task, e.failureClass(), e.code(), String.valueOf(e.getMessage()));
        } catch (ProblemException e) {
            // the database went away in the middle of the work: the tick finds no agent at it, and starts it again
            LOG.warnf("%s was given up: %s", task.operationId(), e.getMessage());
        } catch (RuntimeException | Error e) {
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
            Persistence.store(task, () -> store.failed(task, failureClass, code, message));
        } catch (InterruptedException e) {
            LOG.debugf("%s was stopped", task.operationId());
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
