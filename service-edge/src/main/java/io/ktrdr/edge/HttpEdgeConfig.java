package io.ktrdr.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** {@code ktrdr.http.*} */
@ConfigMapping(prefix = "ktrdr.http")
interface HttpEdgeConfig {
    /** Names by which this service may be addressed, without port; {@code *} for any. */
    @WithDefault("localhost,127.0.0.1,[::1]")
    Set<String> allowedHosts();
}
