package io.ktrdr.registry.worker;

import io.ktrdr.registry.RegistryConfig;
import io.ktrdr.registry.health.Breaker;
import io.ktrdr.registry.health.HealthConfig;
import io.ktrdr.registry.health.HealthRules;
import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The configured durations, checked together once. */
final class TimingProducer {
    /** As the scheduler understands it. */
    private static final String NEVER = "off";

    @Produces
    @Singleton
    Timing timing(RegistryConfig config, HealthConfig health) {
        requireSweepsInTime(config.sweepInterval(), config.heartbeatInterval());
        return new Timing(
                config.heartbeatInterval(),
                config.lease(),
                config.forgetAfter(),
                rules(health, config.heartbeatInterval(), config.lease()));
    }

    private static HealthRules rules(HealthConfig health, Duration heartbeat, Duration lease) {
        return new HealthRules(
                heartbeat,
                lease,
                health.standstill(),
                health.slowFor(),
                health.memory(),
                new Breaker.Rules(health.breakerFailures(), health.breakerPause(), health.breakerSuccesses()),
                health.restartPatience(),
                health.roundPatience(),
                health.longestBackoff(),
                health.rounds(),
                health.calm());
    }

    /**
     * A sweep that comes later than a heartbeat interval after the one before means that the registry was deaf meanwhile. If
     * every sweep is that late, it hears for ever since a moment ago, and no worker is ever lost.
     */
    static void requireSweepsInTime(String sweepInterval, Duration heartbeatInterval) {
        if (sweepInterval.equals(NEVER)) {
            return;
        }
        Duration interval = DurationConverter.parseDuration(sweepInterval);
        if (interval.multipliedBy(2).compareTo(heartbeatInterval) > 0) {
            throw new IllegalArgumentException(
                    "ktrdr.registry.sweep-interval must be at most half of ktrdr.registry.heartbeat-interval, "
                            + heartbeatInterval + ", and is " + interval);
        }
    }
}
