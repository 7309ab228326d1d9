package io.ktrdr.coordinator.tick;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code ktrdr.deadline.*}: how long an attempt may make no progress. Its age does not matter. */
@ConfigMapping(prefix = "ktrdr.deadline")
public interface DeadlineConfig {
    /** For a training or a backtest; longer than {@code ktrdr.tick.worker-lease}. */
    @WithDefault("10m")
    Duration job();

    /** For a design or an assessment; longer than {@code ktrdr.tick.worker-lease}. */
    @WithDefault("15m")
    Duration agent();
}
