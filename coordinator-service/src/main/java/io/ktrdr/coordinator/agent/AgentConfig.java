package io.ktrdr.coordinator.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code ktrdr.agents.*} */
@ConfigMapping(prefix = "ktrdr.agents")
interface AgentConfig {
    /** Agents until somebody says otherwise at run time, 1 to 16. */
    @WithDefault("4")
    int size();

    /** How long an agent that has failed gets nothing while there are others. */
    @WithDefault("30s")
    Duration coolDown();
}
