package io.ktrdr.worker.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;

/** {@code ktrdr.coordinator.*} */
@ConfigMapping(prefix = "ktrdr.coordinator")
public interface CoordinatorConfig {
    /** Any of them takes reports; tried in this order. */
    @WithDefault("http://127.0.0.1:8080")
    List<URI> urls();
}
