package io.ktrdr.registry.worker;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.worker.RecoveryView;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.database.Database;
import io.ktrdr.registry.TestRegistry;
import io.ktrdr.registry.health.HealthConfig;
import io.ktrdr.registry.health.HealthScenes;
import io.ktrdr.registry.health.HealthStore;
import io.ktrdr.registry.reservation.ReservationStore;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class WorkerHealthTest {
    @Inject
    TestRegistry registry;

    @Inject
    Sweep sweep;

    @Inject
    Database database;

    @Inject
    WorkerStore workers;

    @Inject
    HealthStore health;

    @Inject
    ReservationStore reservations;

    @Inject
    Timing timing;

    @Inject
    HealthConfig config;

    @BeforeEach
    void startOver() {
        registry.startOver();
        registry.registerTraining("w1");
    }

    private WorkerState swept() {
        registry.lastSweep(Duration.ofSeconds(1));
        sweep.run().await().atMost(Duration.ofSeconds(10));
        return registry.worker("w1").state();
    }

    private void heard(String incarnation) {
        registry.heartbeat("w1", incarnation, 0, null).statusCode(200);
    }

    /** As if its present state had begun so much earlier. */
    private void passed(Duration time) {
        registry.sql("""
                UPDATE worker SET recovery_since = recovery_since - make_interval(secs => ?),
                                  recovery_until = recovery_until - make_interval(secs => ?)
                """, time.toMillis() / 1000.0, time.toMillis() / 1000.0);
    }

    private void starved() {
        registry.measured("w1", "w1-1", HealthScenes.measured(0.97, null, null));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            Granted grant =
                    registry.sync(List.of(), List.of(), "op_" + i).granted().getFirst();
            registry.sync(List.of(), List.of(new Ended(grant.claim(), grant.token(), AttemptEnd.FAILED_BY_WORKER)));
            heard("w1-1");
        }
    }

    @Test
    void what_a_worker_measured_is_shown_with_the_health_that_follows_from_it() {
        registry.measured("w1", "w1-1", HealthScenes.measured(0.85, Duration.ofSeconds(3), 50.0));
        given().get("/api/v1/workers/w1")
                .then()
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("health.liveness", equalTo(1.0f))
                .body("health.activity", equalTo(1.0f))
                .body("health.error_rate", nullValue())
                .body("health.resource_efficiency", equalTo(0.5f))
                .body("health.velocity", equalTo(0.5f))
                .body("breaker.state", equalTo("closed"))
                .body("recovery", nullValue())
                .body("measurements.progress_age_ms", equalTo(3000))
                .body("measurements.open_files", nullValue());
    }

    @Test
    void nothing_is_made_up_for_a_worker_that_does_not_measure() {
        heard("w1-1");
        WorkerView worker = registry.worker("w1");
        assertNull(worker.measurements());
        assertEquals(1.0, worker.health().liveness());
        assertNull(worker.health().resourceEfficiency());
    }

    @Test
    void measurements_that_are_none_are_refused_and_change_nothing() {
        Map<String, Object> word =
                Map.of("incarnation", "w1-1", "mark", 7, "draining", false, "measurements", Map.of("uptime_ms", -1));
        registry.post("/api/v1/workers/w1/heartbeat", word)
                .statusCode(400)
                .body("violations[0].field", equalTo("measurements.uptime_ms"));
        assertNull(registry.worker("w1").measurements());
    }

    @Test
    void a_starved_worker_is_seen_restarted_and_used_again() {
        starved();
        assertEquals(WorkerState.ERROR, swept());
        assertEquals(List.of(), registry.sync(List.of(), List.of(), "op_a").granted());
        assertEquals(WorkerState.RECOVERY, swept());
        assertTrue(registry.measured("w1", "w1-1", HealthScenes.measured(0.97, null, null))
                .restart());

        registry.register(TestRegistry.registration("w1", WorkerType.TRAINING, "w1-2", 0));
        assertFalse(registry.measured("w1", "w1-2", HealthScenes.measured(0.3, null, null))
                .restart());
        assertEquals(WorkerState.BACKOFF, swept());
        assertEquals(List.of(), registry.sync(List.of(), List.of(), "op_a").granted());
        passed(Duration.ofSeconds(1));
        heard("w1-2");
        assertEquals(WorkerState.STARTING, swept());
        heard("w1-2");
        assertEquals(WorkerState.IDLE, swept());
        assertEquals(1, registry.sync(List.of(), List.of(), "op_a").granted().size());
    }

    @Test
    void one_that_stays_silent_is_listed_for_whoever_started_it() {
        heard("w1-1");
        registry.silentFor("w1", Duration.ofSeconds(16));
        assertEquals(WorkerState.TIMEOUT, swept());
        assertEquals(WorkerState.RECOVERY, swept());
        assertFalse(assertRecovering().terminate());
        passed(Duration.ofSeconds(15));
        assertTrue(assertRecovering().terminate());
        assertEquals("w1-1", assertRecovering().incarnation());
    }

    private RecoveryView assertRecovering() {
        RecoveryView recovery = registry.worker("w1").recovery();
        assertNotNull(recovery);
        return recovery;
    }

    @Test
    void one_that_thaws_is_not_asked_to_restart() {
        registry.silentFor("w1", Duration.ofSeconds(16));
        swept();
        assertEquals(WorkerState.RECOVERY, swept());
        assertFalse(registry.measured("w1", "w1-1", HealthScenes.measured(0.3, null, null))
                .restart());
        assertEquals(WorkerState.BACKOFF, swept());
    }

    @Test
    void a_worker_that_fails_every_job_gets_no_more() {
        fail(4);
        assertEquals(WorkerState.IDLE, swept());
        fail(1);
        WorkerView worker = registry.worker("w1");
        assertEquals(BreakerState.OPEN, worker.breaker().state());
        assertEquals(5, worker.breaker().failuresInARow());
        assertEquals(1.0, worker.health().errorRate());
        assertEquals(List.of(), registry.sync(List.of(), List.of(), "op_next").granted());
        assertEquals(WorkerState.ERROR, swept());
    }

    @Test
    void a_person_lets_it_work_again() {
        fail(5);
        swept();
        registry.sql("UPDATE worker SET recovery_state = 'failed', recovery_round = 13");
        registry.post("/api/v1/workers/w1/recover", null)
                .statusCode(200)
                .body("state", equalTo("recovery"))
                .body("recovery.round", equalTo(1))
                .body("breaker.state", equalTo("closed"));
        assertTrue(registry.measured("w1", "w1-1", HealthScenes.measured(0.3, null, null))
                .restart());
        registry.post("/api/v1/workers/w1/recover", null).statusCode(200);
        registry.post("/api/v1/workers/nobody/recover", null).statusCode(404);
    }

    @Test
    void recovering_one_that_is_well_changes_nothing() {
        heard("w1-1");
        registry.post("/api/v1/workers/w1/recover", null).statusCode(200).body("state", equalTo("idle"));
    }

    private void checkedByARegistryJustStarted() {
        Checkups checkups = new Checkups(database, health, reservations, timing, config, Clock.systemUTC());
        database.statement(workers::roster).chain(checkups::run).await().atMost(Duration.ofSeconds(10));
    }

    @Test
    void its_history_has_one_sample_an_interval_and_none_older_than_a_day() {
        registry.sql("""
                INSERT INTO health_sample (worker_id, at, state, score)
                VALUES ('w1', now() - interval '25 hours', 'idle', 0.1), ('w1', now() - interval '2 hours', 'idle', 0.5)
                """);
        heard("w1-1");
        checkedByARegistryJustStarted();
        checkedByARegistryJustStarted();
        given().get("/api/v1/workers/w1/history")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].health.score", equalTo(0.5f))
                .body("items[1].state", equalTo("idle"))
                .body("items[1].health.liveness", equalTo(1.0f))
                .body("items[1].health.velocity", nullValue());
        assertEquals(2, registry.number("SELECT count(*) FROM health_sample"));
        given().get("/api/v1/workers/nobody/history").then().statusCode(404);
    }
}
