package io.ktrdr.coordinator.tick;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Locks in a file, all or none, with patterns, as a program without a server would keep them: a transaction that writes is alone,
 * looks whether anything stands against the locks, and notes them. A commit is on the disk, as PostgreSQL's is.
 */
final class SqliteLocks implements LockBenchmark.Keeper, AutoCloseable {
    private final Connection connection;
    private final PreparedStatement conflict;
    private final PreparedStatement insert;
    private final PreparedStatement delete;

    private record Lock(String resource, String mode) {}

    SqliteLocks(Path file) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("""
                    CREATE TABLE lock (operation TEXT NOT NULL, resource TEXT NOT NULL, mode TEXT NOT NULL, granted_at INTEGER NOT NULL,
                                       PRIMARY KEY (operation, resource))""");
            statement.execute("CREATE INDEX lock_resource ON lock (resource)");
        }
        conflict = connection.prepareStatement("""
                SELECT 1 FROM lock
                 WHERE operation <> ?1 AND (mode = 'write' OR ?3 = 'write') AND (resource GLOB ?2 OR ?2 GLOB resource)
                 LIMIT 1""");
        insert = connection.prepareStatement("INSERT INTO lock VALUES (?1, ?2, ?3, unixepoch())");
        delete = connection.prepareStatement("DELETE FROM lock WHERE operation = ?1");
    }

    @Override
    public void give(int first, int howMany) throws SQLException {
        alone(() -> {
            for (int number = first; number < first + howMany; number++) {
                give(number);
            }
        });
    }

    private void give(int number) throws SQLException {
        String operation = "op_number" + number;
        List<Lock> wanted = List.of(
                new Lock("dataset:SYMBOL-" + number % 200 + "/5m", "read"),
                new Lock("strategy:kind" + number % 20 + "_*", "read"),
                new Lock("file:" + number, "write"));
        for (Lock lock : wanted) {
            set(conflict, operation, lock.resource(), lock.mode());
            try (ResultSet found = conflict.executeQuery()) {
                if (found.next()) {
                    throw new IllegalStateException(lock + " is not free");
                }
            }
        }
        for (Lock lock : wanted) {
            set(insert, operation, lock.resource(), lock.mode());
            insert.executeUpdate();
        }
    }

    @Override
    public void takeBack(int first, int howMany) throws SQLException {
        alone(() -> {
            for (int number = first; number < first + howMany; number++) {
                set(delete, "op_number" + number);
                delete.executeUpdate();
            }
        });
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    private void alone(Work work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            work.run();
            statement.execute("COMMIT");
        }
    }

    private static void set(PreparedStatement statement, String... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
