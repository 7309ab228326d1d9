package io.ktrdr.coordinator.library;

import io.vertx.pgclient.PgException;
import org.hibernate.JDBCException;

/** Two transactions stored the same thing at once: the second one's failure is no failure. */
public final class AlreadyThere {
    private static final String UNIQUE_VIOLATION = "23505";

    private AlreadyThere() {}

    public static boolean isIt(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String state = switch (cause) {
                case PgException postgres -> postgres.getSqlState();
                // the ORM keeps the state, and not always the cause
                case JDBCException orm -> orm.getSQLState();
                default -> null;
            };
            if (UNIQUE_VIOLATION.equals(state)) {
                return true;
            }
        }
        return false;
    }
}
