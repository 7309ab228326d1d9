package io.ktrdr.testpostgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Where the database of the tests is, for those that look at what another process did with it. */
public record DatabaseAddress(String jdbcUrl) {
    /** The first column of every row. */
    public List<String> column(String query) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, TestServer.USER, TestServer.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }
}
