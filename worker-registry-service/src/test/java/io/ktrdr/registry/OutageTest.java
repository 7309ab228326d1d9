package io.ktrdr.registry;

import static io.ktrdr.registry.TestRegistry.registration;
import static io.ktrdr.registry.TestRegistry.request;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.testpostgres.DatabaseLine;
import io.ktrdr.testpostgres.PostgresOnALine;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away for longer than any worker may be silent, and comes back. */
@QuarkusTest
@TestProfile(OutageTest.OnALine.class)
class OutageTest {
    private static final Duration FORGET_AFTER = Duration.ofSeconds(5);

    public static final class OnALine implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "ktrdr.registry.heartbeat-interval", "1s",
                    "ktrdr.registry.lease", "4s",
                    "ktrdr.registry.forget-after", FORGET_AFTER.toSeconds() + "s",
                    "ktrdr.registry.sweep-interval", "200ms",
                    // the test's own connections are cut as well
                    "quarkus.datasource.jdbc.validate-on-borrow", "true");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(PostgresOnALine.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @SuppressWarnings("NullAway.Init") // by PostgresOnALine
    private DatabaseLine line;

    @Inject
    TestRegistry registry;

    @BeforeEach
    void startOver() {
        registry.startOver();
        // here sweeps happen by themselves, and the outage may begin before the next one
        registry.lastSweep(Duration.ZERO);
    }

    @AfterEach
    void mend() {
        line.mend();
    }

    @Test
    void every_request_is_answered_meanwhile_and_asked_to_come_again() {
        registry.registerTraining("w1");
        line.cut();
        Stream.of(
                        registry.heartbeat("w1", "w1-1", 0, null),
                        registry.register(registration("w2", WorkerType.TRAINING, "w2-1", 0)),
                        registry.trySync(request(1, 1, List.of(), List.of(), "op_a")),
                        registry.post("/api/v1/workers/w1/drain", null),
                        given().get("/api/v1/workers").then())
                .forEach(OutageTest::isUnavailable);
    }

    private static void isUnavailable(ValidatableResponse answer) {
        answer.statusCode(503).header("Retry-After", equalTo("1")).body("code", equalTo("unavailable"));
    }

    @Test
    void nobody_is_lost_or_forgotten_for_what_was_not_heard_and_health_comes_back_by_itself()
            throws InterruptedException {
        registry.registerTraining("w1");
        List<Held> held = registry.sync(List.of(), List.of(), "op_a").granted().stream()
                .map(TestRegistry::held)
                .toList();
        assertEquals(1, held.size());
        awaitHealth(health -> health.getString("status").equals("UP"));

        line.cut();
        awaitHealth(health -> health.getString("status").equals("DOWN")
                && health.getLong("checks[0].data.last_sweep_ms_ago") > FORGET_AFTER.toMillis());
        line.mend();
        awaitHealth(health -> health.getString("status").equals("UP"));

        assertEquals(List.of(), registry.sync(held, List.of()).lost());
        registry.heartbeat("w1", "w1-1", 0, null).statusCode(200);
    }

    private static void awaitHealth(Predicate<JsonPath> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        JsonPath health = health();
        while (!wanted.test(health)) {
            assertTrue(System.nanoTime() < deadline, health.prettify());
            Thread.sleep(50);
            health = health();
        }
    }

    private static JsonPath health() {
        return given().get("/q/health/ready").then().extract().jsonPath();
    }
}
