package io.ktrdr.coordinator.admission;

import jakarta.inject.Singleton;

/** How many may wait in line. */
@Singleton
public final class Places {
    private final AdmissionConfig config;

    Places(AdmissionConfig config) {
        this.config = config;
    }

    public int forResearches() {
        return config.queueSize();
    }
}
