package io.ktrdr.worker.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** {@code ktrdr.worker.*} */
@ConfigMapping(prefix = "ktrdr.worker")
public interface WorkerConfig {
    /** Stable across restarts; default host name and port. */
    Optional<String> id();

    /** Where the coordinator reaches this worker; default loopback and the port. */
    Optional<URI> url();

    /** Folder for mark, journal and outbox; belongs to this process alone. */
    @WithDefault("ktrdr-worker")
    Path home();

    /** How often a running job is asked for a checkpoint. */
    @WithDefault("20s")
    Duration checkpointInterval();

    /** How long a drained job may take to reach its next checkpoint before it is stopped without one. */
    @WithDefault("8s")
    Duration drainPatience();

    /** How long a job may ignore that it was cancelled before the process gives up and ends. */
    @WithDefault("30s")
    Duration cancelPatience();
}
