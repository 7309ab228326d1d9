package io.ktrdr.coordinator.library;

import io.vertx.pgclient.PgException;

/** Two transactions stored the same thing at once: the second one's failure is no failure. */
public final class AlreadyThere {
    private static final String UNIQUE_VIOLATION = "23505";

    private AlreadyThere() {}

    public static boolean isIt(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException postgres && UNIQUE_VIOLATION.equals(postgres.getSqlState())) {
                return true;
            }
        }
        return false;
    }
}
