package io.ktrdr.worker.stub;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** {@code ktrdr.stub}, {@code ktrdr.stub-duration}, {@code ktrdr.stub-failure-rate}. */
@ConfigMapping(prefix = "ktrdr")
public interface StubConfig {
    /** Run stub jobs in the place of real ones. */
    @WithName("stub")
    @WithDefault("false")
    boolean enabled();

    @WithName("stub-duration")
    @WithDefault("2s")
    Duration duration();

    /** Share of jobs that fail, 0..1. */
    @WithName("stub-failure-rate")
    @WithDefault("0")
    double failureRate();
}
