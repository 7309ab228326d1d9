package io.ktrdr.testpostgres;

import java.util.stream.Stream;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL's own image, which must be there: nothing is ever pulled. */
final class ContainerServer implements TestServer {
    static final String IMAGE = "postgres:18";

    private final PostgreSQLContainer container;

    private ContainerServer(PostgreSQLContainer container) {
        this.container = container;
    }

    static ContainerServer start() {
        PostgreSQLContainer container = new PostgreSQLContainer(DockerImageName.parse(IMAGE))
                .withDatabaseName(DATABASE)
                .withUsername(USER)
                .withPassword(PASSWORD)
                .withCommand(Stream.concat(
                                Stream.of("postgres"),
                                SETTINGS.stream()
                                        .flatMap(setting -> Stream.of("-c", setting.name() + "=" + setting.value())))
                        .toArray(String[]::new))
                .withImagePullPolicy(image -> false);
        container.start();
        return new ContainerServer(container);
    }

    @Override
    public String address() {
        return container.getHost() + ":" + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public void close() {
        container.stop();
    }
}
