package io.ktrdr.coordinator;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The coordinator's tables behind its back. */
@Singleton
public class TestDatabase {
    private static final List<String> TABLES = List.of(
            "operation",
            "operation_dependency",
            "resource_lock",
            "operation_progress",
            "operation_event",
            "budget_entry",
            "artifact",
            "dataset",
            "strategy",
            "memory_note",
            "agent",
            "service",
            "alert",
            "alert_pending",
            "alert_delivery",
            "trial",
            "holdout_reading",
            "strategy_claim",
            "hypothesis",
            "hypothesis_test");

    private final DataSource dataSource;

    TestDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public void startOver() {
        // trials and readings of held out data let nobody empty them
        sql("SET session_replication_role = replica; TRUNCATE " + String.join(", ", TABLES)
                + "; SET session_replication_role = DEFAULT");
        sql("UPDATE admission SET training_total = 0, training_busy = 0, backtesting_total = 0, backtesting_busy = 0,"
                + " heard_at = NULL");
        sql("UPDATE agent_pool SET size = NULL");
        sql("UPDATE leader_lease SET expires_at = '-infinity'");
    }

    /** All that is stored, to see that nothing changed; but for the data source, which is looked at by the clock. */
    public String everything() {
        StringBuilder all = new StringBuilder();
        for (String table : TABLES) {
            if (table.equals("service")) {
                continue;
            }
            all.append(text("SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM " + table + " t"))
                    .append('\n');
        }
        return all.toString();
    }

    public void sql(String statement, Object... parameters) {
        try {
            execute(statement, parameters);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void execute(String statement, Object... parameters) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = prepare(connection, statement, parameters)) {
            prepared.execute();
        }
    }

    /** Without triggers and foreign keys: what only a fault could write. */
    public void pastConstraints(String statement, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                Statement setting = connection.createStatement()) {
            setting.execute("SET session_replication_role = replica");
            try (PreparedStatement prepared = prepare(connection, statement, parameters)) {
                prepared.execute();
            } finally {
                setting.execute("RESET session_replication_role");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long number(String query, Object... parameters) {
        return Long.parseLong(String.valueOf(text(query, parameters)));
    }

    /** The first column of the first row. */
    public @Nullable String text(String query, Object... parameters) {
        List<@Nullable String> all = texts(query, parameters);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** The first column of every row. */
    public List<@Nullable String> texts(String query, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = prepare(connection, query, parameters);
                ResultSet rows = prepared.executeQuery()) {
            List<@Nullable String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String statement, Object... parameters)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < parameters.length; i++) {
            prepared.setObject(i + 1, parameters[i]);
        }
        return prepared;
    }
}
