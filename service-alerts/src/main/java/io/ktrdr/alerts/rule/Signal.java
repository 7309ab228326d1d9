package io.ktrdr.alerts.rule;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything that a rule may read. A new one is a line here, and the place in its service that reads it. */
public enum Signal {
    OPERATION_NEEDS_ATTENTION("operation.needs_attention", Service.COORDINATOR, Unit.STATE),
    LOCK_OVERDUE("lock.overdue_seconds", Service.COORDINATOR, Unit.SECONDS),
    BUDGET_USED("budget.used", Service.COORDINATOR, Unit.RATIO),
    MODEL_RATE_USED("model.rate_used", Service.COORDINATOR, Unit.RATIO),
    MODEL_BREAKER_OPEN("model.breaker_open", Service.COORDINATOR, Unit.STATE),
    AGENT_CONTEXT_USED("agent.context_used", Service.COORDINATOR, Unit.RATIO),
    QUEUE_USED("queue.used", Service.COORDINATOR, Unit.RATIO),
    REGISTRY_UNREACHABLE("registry.unreachable", Service.COORDINATOR, Unit.STATE),
    WORKER_SILENT("worker.silent_beyond_lease_seconds", Service.REGISTRY, Unit.SECONDS),
    WORKER_FAILED("worker.failed", Service.REGISTRY, Unit.STATE),
    WORKER_FAILURES("worker.failures_in_a_row", Service.REGISTRY, Unit.COUNT),
    WORKER_MEMORY("worker.memory_used", Service.REGISTRY, Unit.RATIO),
    WORKER_DISK("worker.disk_free_bytes", Service.REGISTRY, Unit.BYTES),
    WORKER_SLOW("worker.slow", Service.REGISTRY, Unit.STATE),
    WORKER_OBSTACLE("worker.obstacle", Service.REGISTRY, Unit.STATE);

    /** Who reads it. */
    public enum Service {
        COORDINATOR,
        REGISTRY
    }

    private final String wireName;
    private final Service service;
    private final Unit unit;

    Signal(String wireName, Service service, Unit unit) {
        this.wireName = wireName;
        this.service = service;
        this.unit = unit;
    }

    /** As rules name it. */
    public String wireName() {
        return wireName;
    }

    public Service service() {
        return service;
    }

    public Unit unit() {
        return unit;
    }

    public static Optional<Signal> of(String wireName) {
        return Arrays.stream(values())
                .filter(signal -> signal.wireName.equals(wireName))
                .findFirst();
    }

    static String allowed() {
        return Arrays.stream(values()).map(Signal::wireName).collect(Collectors.joining(", "));
    }
}
