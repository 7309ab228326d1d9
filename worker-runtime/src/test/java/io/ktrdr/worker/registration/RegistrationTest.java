package io.ktrdr.worker.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerMeasurements;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class RegistrationTest {
    private static final URI HERE = URI.create("http://127.0.0.1:1");

    private static final WorkerMeasurements MEASURED =
            new WorkerMeasurements(1, 2L, null, null, null, 0.5, null, 3L, 4L, 5L, 6L, null, null, 7, 8, 9, "boom");

    FakeServices registry;
    Registration registration;
    volatile Activity activity = new Activity(3, null, false, null);
    volatile Supplier<WorkerMeasurements> measured = () -> MEASURED;
    final CountDownLatch superseded = new CountDownLatch(1);
    final Semaphore restarts = new Semaphore(0);

    @BeforeEach
    void open() {
        registry = new FakeServices();
        registration = new Registration(
                new WorkerIdentity("w", "i", WorkerType.BACKTESTING, "1.0"),
                RemoteCall.client(WorkersApi.class, registry.uri(), Registration.CALL),
                () -> activity,
                () -> measured.get(),
                new Registration.Orders(superseded::countDown, restarts::release),
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
    void measurements_go_with_each_heartbeat_and_what_is_unknown_stays_null() throws Exception {
        registration.start(HERE);
        registry.await(call -> call.isTo("/workers"));
        registration.beatNow();
        JsonNode said = registry.await(call -> call.isTo("/heartbeat")).body().path("measurements");
        assertEquals(0.5, said.path("cpu_cores").asDouble());
        assertEquals("boom", said.path("last_error").asText());
        assertTrue(said.path("progress_age_ms").isNull(), said.toString());
    }

    @Test
    void what_cannot_be_measured_does_not_keep_a_heartbeat_back() throws Exception {
        measured = () -> {
            throw new IllegalStateException("as the test asked");
        };
        registration.start(HERE);
        registry.await(call -> call.isTo("/workers"));
        registration.beatNow();
        assertTrue(registry.await(call -> call.isTo("/heartbeat"))
                .body()
                .path("measurements")
                .isNull());
    }

    @Test
    void wish_for_a_restart_is_passed_on() throws Exception {
        registry.askForRestart();
        registration.start(HERE);
        registry.await(call -> call.isTo("/workers"));
        registration.beatNow();
        assertTrue(restarts.tryAcquire(20, TimeUnit.SECONDS));
    }

    @Test
    void process_whose_heartbeats_have_come_to_an_end_starts_anew() throws Exception {
        measured = () -> {
            throw new OutOfMemoryError("as the test asked");
        };
        registration.start(HERE);
        registry.await(call -> call.isTo("/workers"));
        registration.beatNow();
        assertTrue(restarts.tryAcquire(20, TimeUnit.SECONDS));
    }

    @Test
    void registry_that_is_away_does_not_stop_the_pulse() throws Exception {
        registry.refuseAll("/workers", ProblemCode.UNAVAILABLE);
        registration.start(HERE);
        registry.await(call -> call.isTo("/workers"), 3);
        assertFalse(registration.pulse().isStuck());
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
