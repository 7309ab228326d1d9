package io.ktrdr.coordinator.readiness;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code ktrdr.scheduling.*} */
@ConfigMapping(prefix = "ktrdr.scheduling")
public interface SchedulingConfig {
    /**
     * How much later than a P0 a P1 counts as triggered, and a P2 later than a P1. So a P2 goes before all that is triggered more
     * than two steps after it.
     */
    @WithDefault("15m")
    Duration priorityStep();

    /** How long locks outlive the last sign of life of whoever holds them. */
    @WithDefault("2m")
    Duration lockLease();

    /** Whoever holds a lock for longer raises an alert. */
    @WithDefault("6h")
    Duration lockHeldTooLong();
}
