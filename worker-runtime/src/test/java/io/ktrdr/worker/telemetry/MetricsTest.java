package io.ktrdr.worker.telemetry;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.testservices.Metrics;
import io.ktrdr.testservices.MetricsDocument;
import io.ktrdr.worker.ScriptedRunner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told at /q/metrics of jobs that really ran. */
@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class MetricsTest {
    /** Above those of other tests in the same process. */
    private static final AtomicLong TOKENS = new AtomicLong(1_000_000);

    /** Set by {@link FakeServicesResource} before any test method. */
    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    @SuppressWarnings("NullAway.Init") // before each test
    private Metrics before;

    @BeforeEach
    void lookBefore() {
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

    private void run(String claim, String spec) throws Exception {
        start(claim, spec);
        awaitResult(claim);
    }

    private void awaitResult(String claim) throws Exception {
        services.await(call -> call.isTo("/" + claim + "/result") && call.answer() == 200);
    }

    private Map<String, Object> start(String claim, String spec) throws Exception {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("claim", claim);
        order.put("worker_id", "app-worker");
        order.put(
                "incarnation",
                services.await(call -> call.isTo("/workers"))
                        .body()
                        .path("incarnation")
                        .asText());
        order.put("token", TOKENS.incrementAndGet());
        order.put("job_type", "training");
        order.put("attempt", 1);
        order.put("spec", spec);
        order.put("spec_sha256", Sha256.of(spec));
        given().contentType("application/json")
                .body(order)
                .post("/api/v1/jobs")
                .then()
                .statusCode(200);
        return order;
    }

    @Test
    void jobs_are_counted_and_measured_by_how_they_ended() throws Exception {
        run("op_measured1", ScriptedRunner.SUCCEED);
        run("op_measured2", ScriptedRunner.FAIL);
        Metrics now = awaitScrape(metrics -> metrics.value("ktrdr_worker_outbox_results") == 0);
        assertEquals(1, grown(now, "ktrdr_worker_jobs_total", "type=training", "outcome=completed"));
        assertEquals(1, grown(now, "ktrdr_worker_jobs_total", "type=training", "outcome=failed"));
        assertEquals(1, grown(now, "ktrdr_worker_job_duration_seconds_count", "type=training", "outcome=completed"));
    }

    @Test
    void a_checkpoint_is_measured_when_the_coordinator_has_it() throws Exception {
        Map<String, Object> order = start("op_measured3", ScriptedRunner.CHECKPOINT);
        given().contentType("application/json")
                .body(Map.of("incarnation", order.get("incarnation"), "token", order.get("token")))
                .post("/api/v1/jobs/op_measured3/hand-back")
                .then()
                .statusCode(200);
        awaitResult("op_measured3");
        awaitScrape(metrics -> grown(metrics, "ktrdr_worker_checkpoint_duration_seconds_count") >= 1);
    }

    @Test
    void what_is_told_is_what_the_document_says() throws Exception {
        run("op_measured4", ScriptedRunner.SUCCEED);
        assertEquals(documented(), Metrics.scrape().own());
    }

    private static Map<String, String> documented() throws IOException {
        return MetricsDocument.section("Workers");
    }
}
