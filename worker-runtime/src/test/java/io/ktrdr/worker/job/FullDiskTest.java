package io.ktrdr.worker.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServices.Call;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.worker.ScriptedRunner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes nothing: something else is in the place of what is to be written, which stops root as well. */
@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class FullDiskTest {
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

    private void refuse(String file) throws IOException {
        Files.createDirectories(folder.resolve(file).resolve("in the way"));
    }

    private void accept(String file) throws IOException {
        Files.delete(folder.resolve(file).resolve("in the way"));
        Files.delete(folder.resolve(file));
    }

    private static ProblemCode refusal(Runnable order) {
        return assertThrows(ProblemException.class, order::run).code();
    }

    @Test
    void start_whose_mark_cannot_be_written_is_refused_and_has_changed_nothing() throws Exception {
        refuse("mark.tmp");
        assertEquals(ProblemCode.INSUFFICIENT_STORAGE, refusal(() -> bench.start("op_a", 5, ScriptedRunner.SUCCEED)));
        assertEquals(0, bench.desk.activity().mark());
        assertEquals(0, bench.runner.runs());

        accept("mark.tmp");
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        bench.awaitState("op_a", JobState.COMPLETED);
    }

    @Test
    void refused_start_is_followed_by_word_to_the_registry_that_no_job_can_be_taken() throws Exception {
        refuse("mark.tmp");
        StringBuilder told = new StringBuilder();
        bench.desk.onChange(() -> told.append(bench.desk.activity().obstacle()));
        refusal(() -> bench.start("op_a", 5, ScriptedRunner.SUCCEED));
        assertTrue(told.toString().contains("cannot write to its home"), told.toString());
    }

    @Test
    void start_overtaken_by_its_cancel_stays_dead_although_the_mark_is_in_memory_only() throws Exception {
        refuse("mark.tmp");
        assertEquals(JobState.CANCELLED, bench.cancel("op_a", 5).state());
        assertEquals(
                JobState.CANCELLED,
                bench.start("op_a", 5, ScriptedRunner.SUCCEED).state());
        assertEquals(0, bench.runner.runs());
        assertFalse(Files.exists(folder.resolve("mark")));

        accept("mark.tmp");
        bench.desk.tryDisk();
        assertEquals("5\n", Files.readString(folder.resolve("mark")));
    }

    @Test
    void running_job_can_be_cancelled_although_the_mark_cannot_be_written() throws Exception {
        bench.start("op_a", 5, ScriptedRunner.WAIT);
        refuse("mark.tmp");
        assertEquals(JobState.CANCELLED, bench.cancel("op_a", 6).state());
        assertNull(bench.desk.activity().job());
        assertEquals(6, bench.desk.activity().mark());
    }

    @Test
    void worker_says_what_is_in_its_way_until_the_disk_can_be_written_again() throws Exception {
        bench.desk.tryDisk();
        assertNull(bench.desk.activity().obstacle());
        refuse("trial.tmp");
        bench.desk.tryDisk();
        assertNotNull(bench.desk.activity().obstacle());
        accept("trial.tmp");
        bench.desk.tryDisk();
        assertNull(bench.desk.activity().obstacle());
    }

    @Test
    void result_that_the_disk_does_not_take_is_delivered_from_memory() throws Exception {
        Files.createFile(folder.resolve("outbox/op_a-5"));
        refuse("outbox/op_a-5.json.tmp");
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("completed", report.path("state").asText());
        assertTrue(services.hasArtifact(Sha256.of("artifact")));
    }

    @Test
    void result_in_memory_is_offered_to_the_disk_again_until_either_disk_or_coordinator_takes_it() throws Exception {
        services.coordinatorGoesDown();
        Files.createFile(folder.resolve("outbox/op_a-5"));
        refuse("outbox/op_a-5.json.tmp");
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        services.await(call -> call.isTo("/artifacts/" + Sha256.of("artifact")), 2);

        Files.delete(folder.resolve("outbox/op_a-5"));
        accept("outbox/op_a-5.json.tmp");
        awaitFile(folder.resolve("outbox/op_a-5.json"));
        bench.die();
        services.coordinatorComesBack();
        bench = new Bench(folder, services, json, "incarnation-2");
        Call delivered = services.await(call -> call.isTo("/op_a/result") && call.answer() == 200);
        assertEquals("completed", delivered.body().path("state").asText());
        assertTrue(services.hasArtifact(Sha256.of("artifact")));
    }

    @Test
    void job_whose_start_cannot_be_noted_is_handed_back() throws Exception {
        refuse("journal.jsonl");
        bench.start("op_a", 5, ScriptedRunner.SUCCEED);
        JsonNode failure =
                services.await(call -> call.isTo("/op_a/result")).body().path("failure");
        assertEquals("interrupted", failure.path("class").asText());
        assertEquals("insufficient_storage", failure.path("code").asText());
        assertEquals(0, bench.runner.runs());
        bench.awaitState("op_a", JobState.FAILED);
        accept("journal.jsonl");
    }

    private static void awaitFile(Path file) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Files.exists(file)) {
            assertTrue(System.nanoTime() < deadline, "never came: " + file);
            Thread.sleep(5);
        }
    }
}
