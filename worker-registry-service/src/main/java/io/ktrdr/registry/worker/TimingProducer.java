package io.ktrdr.registry.worker;

import io.ktrdr.registry.RegistryConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The configured durations, checked together once. */
final class TimingProducer {
    @Produces
    @Singleton
    Timing timing(RegistryConfig config) {
        return new Timing(config.heartbeatInterval(), config.lease(), config.forgetAfter());
    }
}
