package io.ktrdr.coordinator.dispatch;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/** {@code ktrdr.registry.*} */
@ConfigMapping(prefix = "ktrdr.registry")
interface RegistryConfig {
    /** Where the worker registry is. */
    URI url();
}
