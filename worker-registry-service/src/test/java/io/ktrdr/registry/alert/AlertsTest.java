package io.ktrdr.registry.alert;

import static io.ktrdr.registry.TestRegistry.registration;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.TestRegistry;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the registry has to say about its workers. */
@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class AlertsTest {
    @Inject
    TestRegistry registry;

    @Inject
    AlertWatch watch;

    @BeforeEach
    void startOver() {
        registry.startOver();
    }

    private void look() {
        watch.run().await().atMost(Duration.ofSeconds(20));
    }

    private static ValidatableResponse alerts(String state) {
        return given().get("/api/v1/alerts?state=" + state).then().statusCode(200);
    }

    @Test
    void a_worker_that_is_silent_for_longer_than_its_lease_and_a_quarter_of_a_minute_is_dead() {
        registry.registerTraining("w1");
        registry.registerTraining("w2");
        registry.silentFor("w1", Duration.ofSeconds(29));
        look();
        alerts("active").body("items", empty()).body("registry_unreachable", equalTo(false));
        registry.silentFor("w1", Duration.ofSeconds(31));
        look();
        look();
        alerts("active")
                .body("items.rule", contains("worker_dead"))
                .body("items.subject", contains("w1"))
                .body("items.service", contains("registry"))
                .body("items.severity", contains("critical"))
                .body("items[0].deliveries.event", contains("raised"));
        registry.heartbeat("w1", "w1-1", 0, null).statusCode(200);
        look();
        alerts("active").body("items", empty());
        alerts("resolved").body("items[0].deliveries.event", contains("raised", "resolved"));
    }

    @Test
    void one_that_was_forgotten_is_dead_no_more() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofSeconds(60));
        look();
        registry.sql("DELETE FROM worker");
        look();
        alerts("active").body("items", empty());
        alerts("resolved").body("items.subject", contains("w1"));
    }

    @Test
    void one_that_said_that_it_ends_may_fall_silent() {
        registry.registerTraining("w1");
        registry.post("/api/v1/workers/w1/heartbeat", new Heartbeat("w1-1", 0, null, true, null, null))
                .statusCode(200);
        registry.silentFor("w1", Duration.ofMinutes(2));
        look();
        alerts("active").body("items", empty());
    }

    @Test
    void a_registry_that_could_not_hear_calls_nobody_dead() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofHours(1));
        registry.lastSweep(Duration.ofHours(1));
        look();
        alerts("active").body("items", empty());
    }

    @Test
    void what_keeps_a_worker_from_working_for_a_minute_is_told() {
        registry.register(registration("w1", WorkerType.TRAINING, "w1-1", 0)).statusCode(200);
        registry.post("/api/v1/workers/w1/heartbeat", new Heartbeat("w1-1", 0, null, false, "its disk is full", null))
                .statusCode(200);
        look();
        alerts("active").body("items", empty());
        registry.sql("UPDATE alert_pending SET since = now() - interval '1 min'");
        look();
        alerts("active").body("items.message", contains("worker w1 takes no jobs: its disk is full"));
    }

    /** @param memory of 1 GiB, the used share */
    private static WorkerMeasurements measured(double memory, long diskFree) {
        long limit = 1L << 30;
        return new WorkerMeasurements(
                60_000,
                0L,
                null,
                null,
                null,
                null,
                null,
                Math.round(memory * limit),
                limit,
                diskFree,
                null,
                null,
                null,
                0,
                0,
                0,
                null);
    }

    @Test
    void what_a_worker_measures_is_judged_while_it_is_heard() {
        long plenty = 10L << 30;
        registry.registerTraining("w1");
        registry.measured("w1", "w1-1", measured(0.89, plenty));
        look();
        alerts("active").body("items", empty());
        registry.measured("w1", "w1-1", measured(0.93, 1L << 29));
        look();
        alerts("active")
                .body(
                        "items.message",
                        containsInAnyOrder(
                                "worker w1 uses 93 % of the memory it may have", "worker w1 has 512 MiB of disk left"));
        // still more than where it is over
        registry.measured("w1", "w1-1", measured(0.87, plenty));
        look();
        alerts("active").body("items.rule", contains("worker_memory_high"));
        registry.measured("w1", "w1-1", measured(0.5, plenty));
        look();
        alerts("active").body("items", empty());
        registry.measured("w1", "w1-1", measured(0.99, plenty));
        registry.silentFor("w1", Duration.ofMinutes(1));
        look();
        alerts("active").body("items.rule", contains("worker_dead"));
    }

    @Test
    void five_failures_in_a_row_are_a_spiral_and_one_success_ends_it() {
        registry.registerTraining("w1");
        failures(4);
        look();
        alerts("active").body("items", empty());
        failures(5);
        look();
        alerts("active").body("items.rule", contains("error_spiral"));
        failures(0);
        look();
        alerts("active").body("items", empty());
    }

    private void failures(int inARow) {
        registry.sql(
                "INSERT INTO worker_record (worker_id, breaker_failures, breaker_successes, outcomes, counted)"
                        + " VALUES ('w1', ?, 0, '', 0)"
                        + " ON CONFLICT (worker_id) DO UPDATE SET breaker_failures = excluded.breaker_failures",
                inARow);
    }

    @Test
    void a_worker_that_was_given_up_needs_a_person_and_one_that_is_slow_is_told_after_a_minute() {
        registry.registerTraining("w1");
        registry.registerTraining("w2");
        registry.sql(
                "UPDATE worker SET recovery_state = 'failed', recovery_trouble = 'memory', recovery_reason = 'too large',"
                        + " recovery_incarnation = 'w1-1', recovery_round = 13 WHERE id = 'w1'");
        registry.sql("UPDATE worker SET slow_since = now() WHERE id = 'w2'");
        look();
        alerts("active").body("items.rule", contains("worker_failed"));
        registry.sql("UPDATE alert_pending SET since = now() - interval '1 min'");
        look();
        alerts("active").body("items.rule", containsInAnyOrder("worker_failed", "worker_slow"));
    }

    @Test
    void two_registries_that_look_at_the_same_time_raise_it_once() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofMinutes(1));
        Uni.join()
                .all(IntStream.range(0, 10).mapToObj(i -> watch.run()).toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(20));
        assertEquals(1, registry.number("SELECT count(*) FROM alert"));
        assertEquals(1, registry.number("SELECT count(*) FROM alert_delivery"));
    }

    @Test
    void somebody_says_that_he_knows() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofMinutes(1));
        look();
        String id = given().get("/api/v1/alerts").path("items[0].alert_id");
        registry.post("/api/v1/alerts/" + id + "/acknowledge", Map.of("by", "ann"))
                .statusCode(200)
                .body("acknowledged_by", equalTo("ann"));
        alerts("acknowledged").body("items.alert_id", contains(id));
        registry.post("/api/v1/alerts/alert_0/acknowledge", Map.of("by", "ann")).statusCode(404);
        registry.post("/api/v1/alerts/" + id + "/acknowledge", Map.of()).statusCode(400);
        given().get("/api/v1/alerts?state=angry").then().statusCode(400);
        given().get("/api/v1/alerts?status=active").then().statusCode(400);
    }
}
