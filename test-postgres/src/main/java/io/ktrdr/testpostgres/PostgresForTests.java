package io.ktrdr.testpostgres;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL server for the tests of a module, empty at the start, with the durability settings of production
 * (the library's defaults turn fsync and synchronous_commit off, and with them the very waits that races hide in).
 * It counts the statements it runs: {@code SELECT sum(calls) FROM pg_stat_statements} after {@code CREATE EXTENSION
 * pg_stat_statements}.
 *
 * <p>Use: {@code @QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)}.
 */
public final class PostgresForTests implements QuarkusTestResourceLifecycleManager {
    private static final String DATABASE = "ktrdr_test";

    private @Nullable EmbeddedPostgres server;

    @Override
    public Map<String, String> start() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    .start();
            server = started;
            createDatabase(started);
            return Map.of(
                    "ktrdr.db.address",
                    "127.0.0.1:" + started.getPort(),
                    "ktrdr.db.name",
                    DATABASE,
                    "ktrdr.db.user",
                    "postgres",
                    "ktrdr.db.password",
                    "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("embedded PostgreSQL did not start", e);
        }
    }

    private static void createDatabase(EmbeddedPostgres server) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE);
        } catch (SQLException e) {
            throw new IllegalStateException("could not create the test database", e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException("embedded PostgreSQL did not stop", e);
            }
        }
    }
}
