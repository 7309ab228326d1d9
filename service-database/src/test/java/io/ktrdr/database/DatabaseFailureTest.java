package io.ktrdr.database;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class DatabaseFailureTest {
    @Test
    void a_server_that_is_away_is_told_from_a_fault_of_our_own() {
        assertTrue(DatabaseFailure.isOutage(new ConnectException("refused")));
        assertTrue(DatabaseFailure.isOutage(
                new NoStackTraceThrowable("Connection is not active now, current status: CLOSED")));
        assertTrue(DatabaseFailure.isOutage(new PgException("shutting down", "FATAL", "57P01", "")));
        assertTrue(DatabaseFailure.isOutage(new PgException("lock timeout", "ERROR", "55P03", "")));
        assertFalse(DatabaseFailure.isOutage(new PgException("duplicate key", "ERROR", "23505", "")));
        assertFalse(DatabaseFailure.isOutage(new IllegalStateException("a bug")));
    }

    @Test
    void what_happened_is_found_inside_what_an_orm_says() {
        assertTrue(DatabaseFailure.isOutage(new IllegalStateException(new ConnectException("refused"))));
        assertTrue(DatabaseFailure.isOutage(
                new IllegalStateException(new PgException("shutting down", "FATAL", "57P01", ""))));
        assertFalse(DatabaseFailure.isOutage(
                new IllegalStateException(new PgException("duplicate key", "ERROR", "23505", ""))));
    }

    @Test
    void only_deadlocks_and_serialization_failures_are_run_again() {
        assertTrue(DatabaseFailure.isLostRace(new PgException("deadlock", "ERROR", "40P01", "")));
        assertTrue(DatabaseFailure.isLostRace(new PgException("serialization", "ERROR", "40001", "")));
        assertFalse(DatabaseFailure.isLostRace(new PgException("duplicate key", "ERROR", "23505", "")));
    }
}
