package io.ktrdr.coordinator.research;

/** Where a planned attempt may run now. */
public sealed interface Placement {
    /** One of the coordinator's own agents, while this epoch lasts. */
    record OnAgent(long epoch, String agentId) implements Placement {}

    record OnWorker(Assignment assignment) implements Placement {}
}
