package io.ktrdr.testpostgres;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the tests' PostgreSQL comes from.
 *
 * @param container from its image; otherwise from Maven Central
 * @param insisted  on just that
 * @param reason    why not a container; empty when nobody asked
 */
record ServerChoice(boolean container, boolean insisted, String reason) {
    static final String PROPERTY = "ktrdr.test.postgres";

    /**
     * @param wish     {@code auto}, {@code docker} or {@code embedded}
     * @param obstacle to a container; asked only when it matters
     * @throws IllegalArgumentException for another wish, and for {@code docker} where there is an obstacle
     */
    static ServerChoice of(String wish, Supplier<Optional<String>> obstacle) {
        return switch (wish) {
            case "embedded" -> new ServerChoice(false, true, "");
            case "auto" ->
                obstacle.get()
                        .map(reason -> new ServerChoice(false, false, reason))
                        .orElse(new ServerChoice(true, false, ""));
            case "docker" -> {
                obstacle.get().ifPresent(reason -> {
                    throw new IllegalArgumentException(PROPERTY + "=docker, but " + reason);
                });
                yield new ServerChoice(true, true, "");
            }
            default ->
                throw new IllegalArgumentException(PROPERTY + " must be auto, docker or embedded, not '" + wish + "'");
        };
    }

    /** One line for the log. */
    String description() {
        if (container) {
            return "Tests use PostgreSQL in a container, image " + ContainerServer.IMAGE;
        }
        return "Tests use embedded PostgreSQL" + (reason.isEmpty() ? "" : ": " + reason);
    }

    TestServer start() {
        return container ? ContainerServer.start() : EmbeddedServer.start();
    }

    /** What to do when it did not start: a Docker that looked well may still be one that Testcontainers cannot use. */
    Optional<ServerChoice> instead(RuntimeException failure) {
        return container && !insisted
                ? Optional.of(new ServerChoice(false, false, String.valueOf(failure.getMessage())))
                : Optional.empty();
    }
}
