package io.ktrdr.testpostgres;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks Docker's own client whether a container could be started here without pulling anything. */
final class DockerProbe {
    private static final int PATIENCE_SECONDS = 5;
    private static final String NO_REAPER = "TESTCONTAINERS_RYUK_DISABLED";

    private DockerProbe() {}

    /** What stands against it; empty when nothing does. */
    static Optional<String> obstacle() {
        return obstacle("docker", System.getenv(NO_REAPER));
    }

    static Optional<String> obstacle(String program, @Nullable String noReaper) {
        if (!Boolean.parseBoolean(noReaper)) {
            return Optional.of(NO_REAPER + "=true is not set, and Testcontainers would pull an image of its own");
        }
        try {
            Process process = new ProcessBuilder(program, "image", "inspect", ContainerServer.IMAGE)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("Docker does not answer");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("Docker does not run, or does not have " + ContainerServer.IMAGE);
        } catch (IOException e) {
            return Optional.of("there is no Docker");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
