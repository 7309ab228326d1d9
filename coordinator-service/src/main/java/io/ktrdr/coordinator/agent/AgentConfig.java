package io.ktrdr.coordinator.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code ktrdr.agents.*} */
@ConfigMapping(prefix = "ktrdr.agents")
interface AgentConfig {
    /** Designs and assessments at a time, 1 to 16. */
    @WithDefault("4")
    int size();
}
