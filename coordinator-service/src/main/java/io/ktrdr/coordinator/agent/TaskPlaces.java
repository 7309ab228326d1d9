package io.ktrdr.coordinator.agent;

import jakarta.inject.Singleton;

/** How many tasks may wait for an agent to begin them. */
@Singleton
public final class TaskPlaces {
    private final int total;

    TaskPlaces(TaskConfig config) {
        if (config.places() < 1) {
            throw new IllegalArgumentException("ktrdr.tasks.places must be at least 1, not " + config.places());
        }
        this.total = config.places();
    }

    public int total() {
        return total;
    }
}
