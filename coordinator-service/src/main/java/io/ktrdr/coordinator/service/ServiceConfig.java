package io.ktrdr.coordinator.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** {@code ktrdr.discovery.*} */
@ConfigMapping(prefix = "ktrdr.discovery")
interface ServiceConfig {
    /** The data source: a folder, or a URL that lists its files as JSON. Unset: there is none. */
    Optional<String> source();

    /** How often it is looked at. */
    @WithDefault("3s")
    Duration probeInterval();

    /** How long a server may take for one listing or one file. */
    @WithDefault("5s")
    Duration timeout();
}
