package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.telemetry.Traces;
import io.ktrdr.coordinator.wake.WakeUp;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    private final Traces traces;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    /** Libraries look up services and configuration by it; a virtual thread by itself has that of the JVM. */
    private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

    private record Running(AgentTask task, Thread thread) {}

    AgentPool(AgentWork work, AgentStore store, WakeUp wakeUp, Traces traces) {
        this.work = work;
        this.store = store;
        this.wakeUp = wakeUp;
        this.traces = traces;
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
     * @param origin   where the root operation comes from, as a traceparent
     */
    public void run(
            String operationId,
            OperationType type,
            String spec,
            long epoch,
            String agentId,
            int failures,
            @Nullable String origin) {
        AgentTask task =
                new AgentTask(operationId, type, Json.parse(spec), epoch, agentId, failures, new CountDownLatch(1));
        Thread thread = Thread.ofVirtual()
                .name(agentId + " " + operationId)
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> {
                    Thread.currentThread().setContextClassLoader(contextClassLoader);
                    try (Traces.Work trace = traces.agent(operationId, type, agentId, origin)) {
                        carryOut(task, trace);
                    } finally {
                        running.remove(operationId);
                        wakeUp.now();
                    }
                });
        if (running.putIfAbsent(operationId, new Running(task, thread)) == null) {
            thread.start();
        }
    }

    private void carryOut(AgentTask task, Traces.Work trace) {
        try {
            JsonNode result = work.run(task);
            Persistence.store(task, () -> store.completed(task, result));
        } catch (InterruptedException e) {
            trace.failed("stopped");
            if (task.isStopped()) {
                LOG.debugf("%s was stopped", task.operationId());
            } else {
                LOG.infof("%s was broken off: %s", task.operationId(), e.getMessage());
            }
        } catch (AgentFailure e) {
            trace.failed(e.code());
            fail(task, e.failureClass(), e.code(), String.valueOf(e.getMessage()));
        } catch (ProblemException e) {
            trace.failed(e.code().wireName());
            // the database went away in the middle of the work: the tick finds no agent at it, and starts it again
            LOG.warnf("%s was given up: %s", task.operationId(), e.getMessage());
        } catch (RuntimeException | Error e) {
            trace.failed(task.isStopped() ? "stopped" : "fault");
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
