package io.ktrdr.database;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a failed statement means. SQLSTATE: Appendix A of the PostgreSQL manual. */
final class DatabaseFailure {
    private static final Set<String> LOST_RACE = Set.of("40001", "40P01");
    /** lock_not_available, query_canceled (statement_timeout), idle_in_transaction_session_timeout. */
    private static final Set<String> TIMED_OUT = Set.of("55P03", "57014", "25P03");
    /** Connection exception, insufficient resources, operator intervention (shutdown, recovery). */
    private static final Set<String> SERVER_AWAY = Set.of("08", "53", "57");

    private DatabaseFailure() {}

    static boolean isLostRace(Throwable failure) {
        String state = sqlState(failure);
        return state != null && LOST_RACE.contains(state);
    }

    /** True when the same request may succeed later without anybody changing it. */
    static boolean isOutage(Throwable failure) {
        String state = sqlState(failure);
        if (state != null) {
            return LOST_RACE.contains(state)
                    || TIMED_OUT.contains(state)
                    || SERVER_AWAY.contains(state.substring(0, 2));
        }
        return causes(failure)
                .anyMatch(cause -> cause instanceof IOException
                        || cause instanceof VertxException
                        // Vert.x' word for a connection that was closed between taking and using it
                        || cause instanceof NoStackTraceThrowable
                        || cause instanceof TimeoutException);
    }

    /** An ORM wraps what happened. */
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    private static @Nullable String sqlState(Throwable failure) {
        return causes(failure)
                .filter(PgException.class::isInstance)
                .map(cause -> ((PgException) cause).getSqlState())
                .findFirst()
                .orElse(null);
    }
}
