package io.ktrdr.coordinator.tick;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code ktrdr.tick.*} */
@ConfigMapping(prefix = "ktrdr.tick")
public interface TickConfig {
    /** The safety net: wake-ups run a tick at once, this catches what no wake-up told. */
    @WithDefault("2s")
    String interval();

    /** How long another coordinator waits for this one before it takes over. */
    @WithDefault("4s")
    Duration leaderLease();

    /** Due researches of one tick; a full page ticks again at once. */
    @WithDefault("200")
    int pageSize();

    /** Deadline of the one call to the registry. */
    @WithDefault("500ms")
    Duration syncTimeout();

    /** An unchanged sync is repeated this often. */
    @WithDefault("2s")
    Duration syncInterval();

    /** A job is silent when neither registry nor coordinator heard of it for this long. */
    @WithDefault("15s")
    Duration workerLease();
}
