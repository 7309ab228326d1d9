package io.ktrdr.registry.worker;

import io.ktrdr.registry.health.HealthRules;
import java.time.Duration;

/**
 * How time is judged.
 *
 * @param heartbeat   how often a worker is heard
 * @param lease       silence after which it is lost
 * @param forgetAfter silence after which it is forgotten
 * @param health      what counts as ill, and how long a recovery may take
 */
public record Timing(Duration heartbeat, Duration lease, Duration forgetAfter, HealthRules health) {
    public Timing {
        if (!heartbeat.isPositive()) {
            throw new IllegalArgumentException("ktrdr.registry.heartbeat-interval must be longer than nothing");
        }
        if (lease.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "ktrdr.registry.lease must be at least two heartbeat intervals: one heartbeat may get lost");
        }
        if (forgetAfter.compareTo(lease) <= 0) {
            throw new IllegalArgumentException("ktrdr.registry.forget-after must be longer than the lease");
        }
    }
}
