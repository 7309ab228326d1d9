package io.ktrdr.coordinator.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code ktrdr.tasks.*} */
@ConfigMapping(prefix = "ktrdr.tasks")
interface TaskConfig {
    /** Most tasks that may wait for an agent to begin them. */
    @WithDefault("100")
    int places();
}
