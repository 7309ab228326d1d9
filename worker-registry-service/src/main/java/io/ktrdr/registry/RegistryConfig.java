package io.ktrdr.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code ktrdr.registry.*} */
@ConfigMapping(prefix = "ktrdr.registry")
public interface RegistryConfig {
    /** How often a worker sends a heartbeat. */
    @WithDefault("5s")
    Duration heartbeatInterval();

    /** Silence after which a worker counts as lost; at least two heartbeat intervals. */
    @WithDefault("15s")
    Duration lease();

    /** Silence after which a worker without reservation is forgotten. */
    @WithDefault("5m")
    Duration forgetAfter();

    /** How often the registry makes sure that it hears, and who is silent; {@code off} for never. Read by the sweep. */
    @WithDefault("1s")
    String sweepInterval();
}
