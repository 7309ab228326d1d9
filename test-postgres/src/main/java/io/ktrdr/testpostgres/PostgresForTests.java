package io.ktrdr.testpostgres;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL server for the tests of a module, empty at the start, with the durability settings of production: in a
 * container where Docker has the image, else embedded; {@code -Dktrdr.test.postgres=docker} or {@code embedded} decides. It
 * counts the statements it runs: {@code SELECT sum(calls) FROM pg_stat_statements} after {@code CREATE EXTENSION
 * pg_stat_statements}.
 *
 * <p>Use: {@code @QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)}.
 */
public final class PostgresForTests implements QuarkusTestResourceLifecycleManager {
    private static final Logger LOG = Logger.getLogger(PostgresForTests.class);

    private @Nullable TestServer server;

    @Override
    public Map<String, String> start() {
        TestServer started =
                start(ServerChoice.of(System.getProperty(ServerChoice.PROPERTY, "auto"), DockerProbe::obstacle));
        server = started;
        return Map.of(
                "ktrdr.db.address", started.address(),
                "ktrdr.db.name", TestServer.DATABASE,
                "ktrdr.db.user", TestServer.USER,
                "ktrdr.db.password", TestServer.PASSWORD);
    }

    /** Into a field of type {@link DatabaseAddress}. */
    @Override
    public void inject(TestInjector injector) {
        if (server != null) {
            injector.injectIntoFields(
                    new DatabaseAddress("jdbc:postgresql://" + server.address() + "/" + TestServer.DATABASE),
                    new TestInjector.MatchesType(DatabaseAddress.class));
        }
    }

    private static TestServer start(ServerChoice choice) {
        LOG.info(choice.description());
        try {
            return choice.start();
        } catch (RuntimeException e) {
            return start(choice.instead(e).orElseThrow(() -> e));
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
