package io.ktrdr.coordinator.models;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Optional;

/** {@code ktrdr.models} */
@ConfigMapping(prefix = "ktrdr.models")
interface ModelsConfig {
    /** The file of models. Not set: no model is asked. */
    @WithParentName
    Optional<Path> file();
}
