package io.ktrdr.worker.stub;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** {@code ktrdr.stub*}: jobs that only take their time, to try everything around them. */
@ConfigMapping(prefix = "ktrdr.stub")
public interface StubConfig {
    /** Run stub jobs in the place of real ones. */
    @WithParentName
    @WithDefault("false")
    boolean enabled();

    /** Of each job. */
    @WithDefault("2s")
    Duration duration();

    /** Share of jobs that fail, 0..1. */
    @WithDefault("0")
    double failureRate();

    /** A file with one word, which may change at any time: how jobs misbehave. */
    Optional<Path> mood();
}
