package io.ktrdr.registry.worker;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.registry.TestRegistry;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class SweepTest {
    @Inject
    TestRegistry registry;

    @Inject
    Sweep sweep;

    @BeforeEach
    void startOver() {
        registry.startOver();
    }

    private void sweep() {
        sweep.run().await().atMost(Duration.ofSeconds(10));
    }

    private void onTime() {
        registry.lastSweep(Duration.ofSeconds(1));
        sweep();
    }

    @Test
    void a_worker_silent_for_five_minutes_is_forgotten() {
        registry.registerTraining("w1");
        registry.registerTraining("w2");
        registry.silentFor("w1", Duration.ofSeconds(301));
        registry.silentFor("w2", Duration.ofSeconds(299));
        onTime();
        assertEquals(1, registry.workers().size());
        assertTrue(registry.worker("w2").lost());
    }

    @Test
    void a_forgotten_worker_that_wakes_up_registers_again() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofSeconds(301));
        onTime();
        registry.heartbeat("w1", "w1-1", 0, null).statusCode(404);
        registry.registerTraining("w1");
        registry.heartbeat("w1", "w1-1", 0, null).statusCode(200);
    }

    @Test
    void a_reserved_worker_is_not_forgotten_until_its_reservation_is_released() {
        registry.registerTraining("w1");
        registry.sync(List.of(), List.of(), "op_a");
        registry.silentFor("w1", Duration.ofSeconds(301));
        onTime();
        assertTrue(registry.worker("w1").lost());

        registry.sync(List.of(), List.of());
        onTime();
        assertEquals(List.of(), registry.workers());
    }

    @Test
    void after_a_late_sweep_nobody_counts_as_silent_and_nobody_is_forgotten() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofHours(2));
        registry.lastSweep(Duration.ofHours(2));
        sweep();
        onTime();
        assertFalse(registry.worker("w1").lost());
    }

    @Test
    void a_registry_just_woken_up_judges_nobody_even_before_its_late_sweep() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofHours(2));
        registry.lastSweep(Duration.ofHours(2));
        assertFalse(registry.worker("w1").lost());
    }

    @Test
    void after_its_start_the_registry_judges_nobody_by_silence_from_before() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofHours(2));
        sweep.start(new io.quarkus.runtime.StartupEvent());
        assertFalse(registry.worker("w1").lost());
    }

    @Test
    void sweeps_on_time_do_not_renew_anybodys_lease() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofSeconds(16));
        onTime();
        onTime();
        assertTrue(registry.worker("w1").lost());
    }

    @Test
    void the_registry_is_ready_when_it_has_swept_lately() {
        sweep();
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }
}
