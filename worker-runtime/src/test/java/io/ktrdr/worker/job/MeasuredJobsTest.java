package io.ktrdr.worker.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.worker.ScriptedRunner;
import io.ktrdr.worker.measure.Vitals;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs leave in the worker's measurements, and what one that ran out of memory leaves behind. */
@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class MeasuredJobsTest {
    @Inject
    ObjectMapper json;

    @TempDir
    Path folder;

    FakeServices services;
    Bench bench;

    @BeforeEach
    void open() {
        services = new FakeServices();
        bench = new Bench(folder, services, json, "incarnation-1");
    }

    @AfterEach
    void close() {
        bench.close();
        services.close();
    }

    private WorkerMeasurements measured() {
        return new Vitals(bench.gauge, folder, System::nanoTime).take();
    }

    private void see(String claim, long token, String spec) throws InterruptedException {
        bench.start(claim, token, spec);
        services.resultOf(claim);
    }

    @Test
    void jobs_are_counted_by_whose_fault_their_end_was() throws Exception {
        see("op_a", 1, ScriptedRunner.SUCCEED);
        see("op_b", 2, ScriptedRunner.FAIL);
        see("op_c", 3, ScriptedRunner.CRASH);
        bench.start("op_d", 4, ScriptedRunner.WAIT);
        bench.cancel("op_d", 4);
        WorkerMeasurements measured = measured();
        assertEquals(1, measured.jobsCompleted());
        assertEquals(1, measured.jobsFailed());
        assertEquals(1, measured.failuresInARow());
        String error = measured.lastError();
        assertNotNull(error);
        assertTrue(error.contains("boom"), error);
    }

    @Test
    void running_job_has_an_age_of_progress_and_an_idle_worker_has_none() throws Exception {
        assertNull(measured().progressAgeMs());
        assertNotNull(measured().idleMs());
        bench.start("op_a", 1, ScriptedRunner.WAIT);
        bench.runner.awaitBegin();
        assertNotNull(measured().progressAgeMs());
        assertNull(measured().idleMs());
    }

    @Test
    void job_that_ran_out_of_memory_is_handed_in_and_then_the_process_starts_anew() throws Exception {
        bench.start("op_a", 1, ScriptedRunner.RUN_OUT_OF_MEMORY);
        assertTrue(bench.exhausted.await(20, TimeUnit.SECONDS));
        assertEquals(
                "out_of_memory",
                services.resultOf("op_a").path("failure").path("code").asText());
    }

    @Test
    void job_that_fails_otherwise_leaves_the_process_alone() throws Exception {
        see("op_a", 1, ScriptedRunner.CRASH);
        see("op_b", 2, ScriptedRunner.SUCCEED);
        assertEquals(1, bench.exhausted.getCount());
    }

    @Test
    void only_a_job_that_ignores_its_cancel_makes_the_process_stuck() throws Exception {
        bench.start("op_a", 1, ScriptedRunner.WAIT);
        bench.runner.awaitBegin();
        bench.cancel("op_a", 1);
        assertFalse(bench.desk.isStuck());
        bench.start("op_b", 2, ScriptedRunner.STUBBORN);
        bench.runner.awaitBegin();
        var answer = bench.desk.cancel("op_b", new CancelJob("incarnation-1", 2));
        assertTrue(bench.stuck.await(20, TimeUnit.SECONDS));
        assertTrue(bench.desk.isStuck());
        bench.runner.letGo();
        answer.get(20, TimeUnit.SECONDS);
    }
}
