package io.ktrdr.testpostgres;

import java.util.List;

/** A running PostgreSQL for tests, with an empty database. */
sealed interface TestServer extends AutoCloseable permits EmbeddedServer, ContainerServer {
    String DATABASE = "ktrdr_test";
    String USER = "postgres";
    String PASSWORD = "postgres";

    /**
     * The durability of production (both ways of starting a server turn fsync off by default, and with it the very waits that
     * races hide in); statements are counted.
     */
    List<Setting> SETTINGS = List.of(
            new Setting("fsync", "on"),
            new Setting("synchronous_commit", "on"),
            new Setting("full_page_writes", "on"),
            new Setting("max_connections", "100"),
            new Setting("shared_preload_libraries", "pg_stat_statements"));

    record Setting(String name, String value) {}

    /** Host and port. */
    String address();

    @Override
    void close();
}
