package io.ktrdr.registry;

import static io.ktrdr.registry.TestRegistry.registration;
import static io.ktrdr.registry.TestRegistry.request;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.database.Database;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class DatabaseTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @Inject
    TestRegistry registry;

    @Inject
    Database database;

    @Inject
    DataSource dataSource;

    @BeforeEach
    void startOver() {
        registry.startOver();
    }

    private static io.smallrye.mutiny.Uni<Integer> raise(SqlConnection connection, String sqlState) {
        return connection
                .query("DO $$ BEGIN RAISE EXCEPTION 'asked for' USING ERRCODE = '" + sqlState + "'; END $$")
                .execute()
                .map(rows -> rows.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void the_victim_of_a_deadlock_or_serialization_failure_is_run_again(String sqlState) {
        AtomicInteger runs = new AtomicInteger();
        int one = database.transaction(connection -> runs.incrementAndGet() < 3
                        ? raise(connection, sqlState)
                        : connection.query("SELECT 1").execute().map(rows -> rows.size()))
                .await()
                .atMost(BOUND);
        assertEquals(1, one);
        assertEquals(3, runs.get());
    }

    @Test
    void a_broken_constraint_is_not_run_again() {
        AtomicInteger runs = new AtomicInteger();
        assertThrows(
                PgException.class,
                () -> database.transaction(connection -> {
                            runs.incrementAndGet();
                            return raise(connection, "23505");
                        })
                        .await()
                        .atMost(BOUND));
        assertEquals(1, runs.get());
    }

    @Test
    void heartbeats_and_registrations_never_wait_for_a_sync_and_a_second_sync_does_not_wait_for_ever()
            throws SQLException {
        registry.registerTraining("w1");
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM registry_state FOR UPDATE");
            statement.execute("LOCK TABLE reservation, ended_job IN ACCESS EXCLUSIVE MODE");

            registry.heartbeat("w1", "w1-1", 0, null).statusCode(200);
            registry.register(registration("w2", WorkerType.TRAINING, "w2-1", 0))
                    .statusCode(200);
            registry.trySync(request(1, 1, List.of(), List.of()))
                    .statusCode(503)
                    .header("Retry-After", equalTo("1"))
                    .body("code", equalTo("unavailable"));
            connection.rollback();
        }
        registry.trySync(request(1, 1, List.of(), List.of())).statusCode(200);
    }
}
