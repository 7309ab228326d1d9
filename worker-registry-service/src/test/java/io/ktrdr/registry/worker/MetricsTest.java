package io.ktrdr.registry.worker;

import static io.ktrdr.registry.TestRegistry.registration;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.TestRegistry;
import io.ktrdr.testpostgres.PostgresForTests;
import io.ktrdr.testservices.Metrics;
import io.ktrdr.testservices.MetricsDocument;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told at /q/metrics of real workers' messages. */
@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class MetricsTest {
    @Inject
    TestRegistry registry;

    @Inject
    Sweep sweep;

    @SuppressWarnings("NullAway.Init") // before each test
    private Metrics before;

    @BeforeEach
    void startOver() {
        registry.startOver();
        sweep();
        before = scrape();
    }

    private void sweep() {
        sweep.run().await().atMost(Duration.ofSeconds(10));
    }

    /** Not what was read for an earlier scrape. */
    private static Metrics scrape() {
        LockSupport.parkNanos(1_100_000_000L);
        return Metrics.scrape();
    }

    private double grown(Metrics now, String name, String... labels) {
        return now.value(name, labels) - before.value(name, labels);
    }

    @Test
    void workers_are_counted_by_type_and_state() {
        registry.registerTraining("t1");
        registry.registerTraining("t2");
        registry.registerTraining("t3");
        registry.registerBacktest("b1");
        Granted grant =
                registry.sync(List.of(), List.of(), "op_claimed1").granted().getFirst();
        registry.heartbeat(
                grant.workerId(),
                grant.incarnation(),
                grant.token(),
                new RunningJob(grant.claim(), grant.token(), false));
        registry.silentFor("t3", Duration.ofSeconds(20));
        registry.post("/api/v1/workers/b1/drain", null).statusCode(200);
        Metrics now = scrape();
        assertEquals(1, now.value("ktrdr_workers", "type=training", "state=running"));
        assertEquals(1, now.value("ktrdr_workers", "type=training", "state=idle"));
        assertEquals(1, now.value("ktrdr_workers", "type=training", "state=lost"));
        assertEquals(1, now.value("ktrdr_workers", "type=backtesting", "state=idle"));
        assertEquals(1, now.value("ktrdr_workers_drained", "type=backtesting"));
        assertEquals(0, now.value("ktrdr_workers_drained", "type=training"));
        assertEquals(1, grown(now, "ktrdr_reservations_total"));
        assertEquals(1, grown(now, "ktrdr_sync_duration_seconds_count"));
    }

    @Test
    void a_grant_that_is_repeated_is_no_second_reservation() {
        registry.registerTraining("t1");
        registry.sync(List.of(), List.of(), "op_claimed1");
        registry.sync(List.of(), List.of(), "op_claimed1");
        Metrics now = scrape();
        assertEquals(1, grown(now, "ktrdr_reservations_total"));
        assertEquals(2, grown(now, "ktrdr_sync_duration_seconds_count"));
    }

    @Test
    void heartbeats_are_counted_by_what_became_of_them() {
        registry.registerTraining("t1");
        registry.heartbeat("t1", "t1-1", 0, null).statusCode(200);
        registry.register(registration("t1", WorkerType.TRAINING, "t1-2", 0)).statusCode(200);
        registry.heartbeat("t1", "t1-1", 0, null).statusCode(409);
        registry.heartbeat("t9", "t9-1", 0, null).statusCode(404);
        Metrics now = scrape();
        assertEquals(1, grown(now, "ktrdr_heartbeats_total", "outcome=heard"));
        assertEquals(1, grown(now, "ktrdr_heartbeats_total", "outcome=superseded"));
        assertEquals(1, grown(now, "ktrdr_heartbeats_total", "outcome=unknown"));
    }

    @Test
    void a_worker_is_lost_once() {
        registry.registerTraining("t1");
        registry.silentFor("t1", Duration.ofSeconds(20));
        sweep();
        sweep();
        assertEquals(1, grown(scrape(), "ktrdr_workers_lost_total"));
    }

    @Test
    void what_is_told_is_what_the_document_says() throws IOException {
        assertEquals(MetricsDocument.section("Worker registry"), scrape().own());
    }
}
