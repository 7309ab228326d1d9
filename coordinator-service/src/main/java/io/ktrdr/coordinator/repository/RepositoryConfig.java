package io.ktrdr.coordinator.repository;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** {@code ktrdr.strategies.*} */
@ConfigMapping(prefix = "ktrdr.strategies")
interface RepositoryConfig {
    /** Where the repository and its worktrees are; all coordinators see the same. Unset: there is no repository. */
    Optional<Path> folder();
}
