package io.ktrdr.testpostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks Docker's own client whether a container could be started here without pulling anything. Testcontainers would, for two
 * helpers of its own, unless it is told not to.
 */
final class DockerProbe {
    private static final int PATIENCE_SECONDS = 5;
    private static final String NO_REAPER = "TESTCONTAINERS_RYUK_DISABLED";
    private static final String HOST = "TESTCONTAINERS_HOST_OVERRIDE";
    private static final Path INSIDE_A_CONTAINER = Path.of("/.dockerenv");

    private DockerProbe() {}

    /** What stands against it; empty when nothing does. */
    static Optional<String> obstacle() {
        return obstacle("docker", System.getenv(), Files.exists(INSIDE_A_CONTAINER));
    }

    static Optional<String> obstacle(String program, Map<String, String> environment, boolean insideAContainer) {
        if (!Boolean.parseBoolean(environment.get(NO_REAPER))) {
            return Optional.of(wouldPull(NO_REAPER + "=true"));
        }
        if (insideAContainer && !environment.containsKey(HOST)) {
            return Optional.of(wouldPull(HOST + ", needed inside a container,"));
        }
        return asked(program);
    }

    private static String wouldPull(String setting) {
        return setting + " is not set, and Testcontainers would pull an image of its own";
    }

    private static Optional<String> asked(String program) {
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
