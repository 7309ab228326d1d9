package io.ktrdr.worker.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.testservices.Metrics;
import io.ktrdr.testservices.MetricsDocument;
import io.ktrdr.worker.ScriptedRunner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told at /q/metrics of jobs that really ran. */
@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class MetricsTest {
    /** Set by {@link FakeServicesResource} before any test method. */
    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    @SuppressWarnings("NullAway.Init") // before each test
    private Metrics before;

    @SuppressWarnings("NullAway.Init") // before each test
    private Orders orders;

    @BeforeEach
    void lookBefore() {
        orders = new Orders(services);
        before = Metrics.scrape();
    }

    private double grown(Metrics now, String name, String... labels) {
        return now.value(name, labels) - before.value(name, labels);
    }

    private static Metrics awaitScrape(Predicate<Metrics> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Metrics now = Metrics.scrape();
        while (!wanted.test(now)) {
            assertTrue(System.nanoTime() < deadline, "never told");
            TimeUnit.MILLISECONDS.sleep(20);
            now = Metrics.scrape();
        }
        return now;
    }

    @Test
    void jobs_are_counted_and_measured_by_how_they_ended() throws Exception {
        orders.run("op_measured1", ScriptedRunner.SUCCEED);
        orders.run("op_measured2", ScriptedRunner.FAIL);
        Metrics now = awaitScrape(metrics -> metrics.value("ktrdr_worker_outbox_results") == 0);
        assertEquals(1, grown(now, "ktrdr_worker_jobs_total", "type=training", "outcome=completed"));
        assertEquals(1, grown(now, "ktrdr_worker_jobs_total", "type=training", "outcome=failed"));
        assertEquals(1, grown(now, "ktrdr_worker_job_duration_seconds_count", "type=training", "outcome=completed"));
    }

    @Test
    void a_checkpoint_is_measured_when_the_coordinator_has_it() throws Exception {
        Map<String, Object> order = orders.start("op_measured3", ScriptedRunner.CHECKPOINT, null);
        orders.handBack(order);
        orders.awaitResult("op_measured3");
        awaitScrape(metrics -> grown(metrics, "ktrdr_worker_checkpoint_duration_seconds_count") >= 1);
    }

    @Test
    void what_is_told_is_what_the_document_says() throws Exception {
        orders.run("op_measured4", ScriptedRunner.SUCCEED);
        assertEquals(MetricsDocument.section("Workers"), Metrics.scrape().own());
    }
}
