package io.ktrdr.worker.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.contracts.worker.WorkersApi;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.worker.identity.WorkerIdentity;
import io.ktrdr.worker.job.Activity;
import io.ktrdr.worker.remote.Backoff;
import io.ktrdr.worker.remote.RemoteCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class RegistrationTest {
    private static final URI HERE = URI.create("http://127.0.0.1:1");

    FakeServices registry;
    Registration registration;
    volatile Activity activity = new Activity(3, null, false, null);
    final CountDownLatch superseded = new CountDownLatch(1);

    @BeforeEach
    void open() {
        registry = new FakeServices();
        registration = new Registration(
                new WorkerIdentity("w", "i", WorkerType.BACKTESTING, "1.0"),
                RemoteCall.client(WorkersApi.class, registry.uri(), Registration.CALL),
                () -> activity,
                superseded::countDown,
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(20), new Random(7)));
    }

    @AfterEach
    void close() {
        registration.close();
        registry.close();
    }

    @Test
    void registers_again_and_again_until_the_registry_answers() throws Exception {
        registry.refuseNext("/workers", ProblemCode.UNAVAILABLE);
        registry.refuseNext("/workers", ProblemCode.INTERNAL);
        registration.start(HERE);
        JsonNode third = registry.await(call -> call.isTo("/workers"), 3).body();
        assertEquals("backtesting", third.path("worker_type").asText());
        assertEquals(3, third.path("mark").asLong());
        assertEquals("1.0", third.path("version").asText());
        registration.beatNow();
        registry.await(call -> call.isTo("/heartbeat"));
        assertTrue(registration.isRegistered());
    }

    @Test
    void change_of_activity_is_told_at_once() throws Exception {
        registration.start(HERE);
        registry.await(call -> call.isTo("/workers"));
        activity = new Activity(4, new RunningJob("op_a", 4, false), false, null);
        registration.beatNow();
        JsonNode beat = registry.await(call ->
                        call.isTo("/w/heartbeat") && call.body().path("mark").asLong() == 4)
                .body();
        assertEquals("i", beat.path("incarnation").asText());
        assertEquals("op_a", beat.path("job").path("claim").asText());
    }

    @Test
    void registry_that_forgot_the_worker_is_told_again() throws Exception {
        registry.refuseNext("/heartbeat", ProblemCode.NOT_FOUND);
        registration.start(HERE);
        registry.await(call -> call.isTo("/workers"));
        registration.beatNow();
        registry.await(call -> call.isTo("/workers"), 2);
        assertEquals(1, superseded.getCount());
    }

    @Test
    void silence_of_the_registry_ends_nothing() throws Exception {
        registration.start(HERE);
        registry.await(call -> call.isTo("/workers"));
        registry.refuseNext("/heartbeat", ProblemCode.UNAVAILABLE);
        registry.refuseNext("/heartbeat", ProblemCode.INTERNAL);
        registration.beatNow();
        registry.await(call -> call.isTo("/heartbeat") && call.answer() == 200);
        assertTrue(registration.isRegistered());
        assertEquals(1, registry.calls("/workers").size());
    }

    @Test
    void superseded_process_stops_and_is_silent() throws Exception {
        registration.start(HERE);
        registry.await(call -> call.isTo("/workers"));
        registry.refuseNext("/heartbeat", ProblemCode.SUPERSEDED);
        registration.beatNow();
        assertTrue(superseded.await(20, TimeUnit.SECONDS));
        assertFalse(registration.isRegistered());
    }

    @Test
    void process_that_is_superseded_before_it_registers_stops_as_well() throws Exception {
        registry.refuseNext("/workers", ProblemCode.SUPERSEDED);
        registration.start(HERE);
        assertTrue(superseded.await(20, TimeUnit.SECONDS));
    }
}
