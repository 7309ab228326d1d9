package io.ktrdr.testpostgres;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the tests' PostgreSQL comes from.
 *
 * @param container   from its image; otherwise from Maven Central
 * @param description one line for the log
 */
record ServerChoice(boolean container, String description) {
    static final String PROPERTY = "ktrdr.test.postgres";

    private static final String IN_CONTAINER = "Tests use PostgreSQL in a container, image " + ContainerServer.IMAGE;
    private static final String EMBEDDED = "Tests use embedded PostgreSQL";

    /**
     * @param wish     {@code auto}, {@code docker} or {@code embedded}
     * @param obstacle to a container; asked only when it matters
     * @throws IllegalArgumentException for another wish, and for {@code docker} where there is an obstacle
     */
    static ServerChoice of(String wish, Supplier<Optional<String>> obstacle) {
        return switch (wish) {
            case "embedded" -> new ServerChoice(false, EMBEDDED);
            case "auto" ->
                obstacle.get()
                        .map(reason -> new ServerChoice(false, EMBEDDED + ": " + reason))
                        .orElse(new ServerChoice(true, IN_CONTAINER));
            case "docker" -> {
                obstacle.get().ifPresent(reason -> {
                    throw new IllegalArgumentException(PROPERTY + "=docker, but " + reason);
                });
                yield new ServerChoice(true, IN_CONTAINER);
            }
            default ->
                throw new IllegalArgumentException(PROPERTY + " must be auto, docker or embedded, not '" + wish + "'");
        };
    }

    TestServer start() {
        return container ? ContainerServer.start() : EmbeddedServer.start();
    }
}
