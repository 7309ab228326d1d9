package io.ktrdr.worker.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** {@code ktrdr.registry.*} */
@ConfigMapping(prefix = "ktrdr.registry")
public interface RegistryConfig {
    @WithDefault("http://127.0.0.1:8081")
    URI url();
}
