package io.ktrdr.worker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServices.Call;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.worker.disk.WorkerHome;
import io.ktrdr.worker.remote.Backoff;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of results, whatever coordinators answer and wherever the process dies. */
@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class OutboxTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] ARTIFACT = "a model".getBytes(StandardCharsets.UTF_8);
    private static final String MODEL = Sha256.of(ARTIFACT);

    @Inject
    ObjectMapper json;

    @TempDir
    Path folder;

    FakeServices services;
    WorkerHome home;
    OutboxFolder files;
    Outbox outbox;

    @BeforeEach
    void open() {
        services = new FakeServices();
        home = WorkerHome.open(folder);
        reopen();
    }

    private void reopen() {
        files = new OutboxFolder(home, json);
        outbox = new Outbox(
                files,
                new Coordinators(List.of(services.uri())),
                () -> new Backoff(Duration.ofMillis(20), Duration.ofMillis(50), new Random(7)),
                System::nanoTime);
    }

    @AfterEach
    void close() {
        outbox.close();
        home.close();
        services.close();
    }

    private static OutboxEntry completed(String claim, long token) {
        return new OutboxEntry(
                claim,
                new ResultReport(
                        "w",
                        "i",
                        token,
                        Sha256.of("spec"),
                        JobState.COMPLETED,
                        JsonNodeFactory.instance.objectNode().put("model", MODEL),
                        null,
                        List.of(MODEL)));
    }

    private static OutboxEntry failed(String claim, long token, FailureClass blame) {
        return new OutboxEntry(
                claim,
                new ResultReport(
                        "w",
                        "i",
                        token,
                        Sha256.of("spec"),
                        JobState.FAILED,
                        null,
                        new Failure(blame, "gone", "gone"),
                        List.of()));
    }

    private void putWithArtifact(OutboxEntry entry) throws IOException {
        files.keep(entry.claim(), entry.report().token(), MODEL, ARTIFACT);
        outbox.put(entry, Map.of(), () -> {});
    }

    private void start() {
        outbox.start(new Delivery() {
            @Override
            public void attempted(String claim, long token) {}

            @Override
            public void settled(String claim, long token) {}
        });
    }

    /** Paths of all files, relative to the outbox. */
    private TreeSet<String> inOutbox() throws IOException {
        Path root = folder.resolve("outbox");
        try (Stream<Path> all = Files.walk(root)) {
            return new TreeSet<>(all.filter(path -> !path.equals(root.resolve("rejected")) && !path.equals(root))
                    .map(path -> root.relativize(path).toString())
                    .toList());
        }
    }

    private static TreeSet<String> setOf(String... names) {
        return new TreeSet<>(List.of(names));
    }

    private static final String[] SET_ASIDE = {"rejected/op_a-5", "rejected/op_a-5.json", "rejected/op_a-5/" + MODEL};

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, job",
        "PAYLOAD_TOO_LARGE, job",
        "NOT_FOUND, worker",
        "SPEC_MISMATCH, worker",
        "ILLEGAL_STATE, worker"
    })
    void refused_result_is_set_aside_and_the_coordinator_learns_that_the_attempt_is_over(
            ProblemCode refusal, String blame) throws Exception {
        services.refuseNext("/op_a/result", refusal);
        putWithArtifact(completed("op_a", 5));
        start();
        JsonNode second = services.await(call -> call.isTo("/op_a/result"), 2).body();
        assertEquals("failed", second.path("state").asText());
        assertEquals(blame, second.path("failure").path("class").asText());
        assertEquals("report_rejected", second.path("failure").path("code").asText());
        assertTrue(second.path("failure").path("message").asText().contains("as the test asked"));
        assertEquals(5, second.path("token").asLong());
        assertEquals("i", second.path("incarnation").asText());
        assertTrue(second.path("result").isNull());
        assertTrue(second.path("artifacts").isEmpty());
        outbox.awaitDelivery(LONG);
        assertEquals(setOf(SET_ASIDE), inOutbox());
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL", "UNAVAILABLE", "INSUFFICIENT_STORAGE", "AT_CAPACITY", "FORBIDDEN_HOST"})
    void any_other_answer_is_none_and_the_report_is_sent_again(ProblemCode answer) throws Exception {
        services.refuseNext("/artifacts/" + MODEL, answer);
        services.refuseNext("/op_a/result", answer);
        putWithArtifact(completed("op_a", 5));
        start();
        outbox.awaitDelivery(LONG);
        assertEquals(1, accepted("/op_a/result"));
        assertEquals(setOf(), inOutbox());
    }

    @Test
    void stale_report_is_over_and_not_sent_again() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.STALE_TOKEN);
        putWithArtifact(completed("op_a", 5));
        start();
        outbox.awaitDelivery(LONG);
        assertEquals(1, services.calls("/op_a/result").size());
        assertEquals(setOf(), inOutbox());
    }

    @Test
    void artifact_too_large_for_the_coordinator_is_the_jobs_own_failure() throws Exception {
        services.refuseNext("/artifacts/" + MODEL, ProblemCode.PAYLOAD_TOO_LARGE);
        putWithArtifact(completed("op_a", 5));
        start();
        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("job", report.path("failure").path("class").asText());
    }

    @Test
    void artifact_that_cannot_be_read_back_is_the_workers_failure() throws Exception {
        putWithArtifact(completed("op_a", 5));
        Files.writeString(folder.resolve("outbox/op_a-5").resolve(MODEL), "something else");
        start();
        JsonNode report = services.await(call -> call.isTo("/op_a/result")).body();
        assertEquals("worker", report.path("failure").path("class").asText());
    }

    @Test
    void failure_that_is_refused_keeps_its_class() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.INVALID_REQUEST);
        outbox.put(failed("op_a", 5, FailureClass.INTERRUPTED), Map.of(), () -> {});
        start();
        JsonNode second = services.await(call -> call.isTo("/op_a/result"), 2).body();
        assertEquals("interrupted", second.path("failure").path("class").asText());
    }

    @Test
    void refusal_of_even_that_is_the_end_and_the_first_report_stays() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.INVALID_REQUEST);
        services.refuseNext("/op_a/result", ProblemCode.NOT_FOUND);
        putWithArtifact(completed("op_a", 5));
        start();
        services.await(call -> call.isTo("/op_a/result"), 2);
        outbox.awaitDelivery(LONG);
        TreeSet<String> expected = setOf(SET_ASIDE);
        expected.add("rejected/op_a-5.rejection.json");
        assertEquals(expected, inOutbox());
        assertTrue(
                Files.readString(folder.resolve("outbox/rejected/op_a-5.json")).contains("completed"));
        assertEquals(2, services.calls("/op_a/result").size());
    }

    @Test
    void reports_of_one_claim_arrive_in_their_order_and_hold_up_no_other() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.UNAVAILABLE);
        services.refuseNext("/op_a/result", ProblemCode.UNAVAILABLE);
        outbox.put(failed("op_a", 5, FailureClass.WORKER), Map.of(), () -> {});
        outbox.put(failed("op_a", 6, FailureClass.WORKER), Map.of(), () -> {});
        outbox.put(failed("op_b", 7, FailureClass.WORKER), Map.of(), () -> {});
        start();
        outbox.awaitDelivery(LONG);
        assertEquals(
                List.of(5L, 5L, 5L, 6L),
                services.calls("/op_a/result").stream()
                        .map(call -> call.body().path("token").asLong())
                        .toList());
        List<Call> all = services.calls("/result");
        assertTrue(all.indexOf(services.calls("/op_b/result").getFirst()) < all.size() - 1, "op_b did not wait");
    }

    @Test
    void order_of_one_claim_outlives_the_process() throws Exception {
        outbox.put(failed("op_a", 10, FailureClass.WORKER), Map.of(), () -> {});
        outbox.put(failed("op_a", 9, FailureClass.WORKER), Map.of(), () -> {});
        reopen();
        outbox.load();
        start();
        outbox.awaitDelivery(LONG);
        assertEquals(
                List.of(9L, 10L),
                services.calls("/op_a/result").stream()
                        .map(call -> call.body().path("token").asLong())
                        .toList());
    }

    @Test
    void what_is_put_is_waited_for_although_its_delivery_has_not_begun() throws Exception {
        start();
        AtomicBoolean waited = new AtomicBoolean();
        outbox.put(failed("op_a", 5, FailureClass.WORKER), Map.of(), () -> waited.set(waits()));
        assertTrue(waited.get(), "a process that ends now would not have tried");
        outbox.awaitDelivery(LONG);
        assertEquals(1, services.calls("/op_a/result").size());
    }

    private boolean waits() {
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                outbox.awaitDelivery(LONG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return !waiting.join(Duration.ofMillis(200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void last_reports_get_more_than_one_attempt_before_the_process_ends() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.UNAVAILABLE);
        outbox.put(failed("op_a", 5, FailureClass.INTERRUPTED), Map.of(), () -> {});
        start();
        outbox.awaitDelivery(LONG);
        assertEquals(200, services.calls("/op_a/result").getLast().answer());
    }

    @Test
    void process_does_not_wait_for_ever_and_the_next_one_delivers() throws Exception {
        services.coordinatorGoesDown();
        putWithArtifact(completed("op_a", 5));
        start();
        outbox.awaitDelivery(Duration.ofMillis(200));
        outbox.close();
        services.coordinatorComesBack();
        reopen();
        assertEquals(List.of(completed("op_a", 5)), outbox.load());
        start();
        outbox.awaitDelivery(LONG);
        assertEquals(1, accepted("/op_a/result"));
        assertTrue(services.hasArtifact(MODEL));
        assertEquals(setOf(), inOutbox());
    }

    private long accepted(String ending) {
        return services.calls(ending).stream()
                .filter(call -> call.answer() == 200)
                .count();
    }

    /** What is on the disk when the process is killed between two steps, and what the next process makes of it. */
    private void killedWith(String... found) throws Exception {
        Path root = folder.resolve("outbox");
        for (String name : found) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            if (name.endsWith(MODEL)) {
                Files.write(file, ARTIFACT);
            } else if (name.endsWith(".json")) {
                Files.write(file, json.writeValueAsBytes(completed("op_a", 5)));
            } else {
                Files.writeString(file, "half of it");
            }
        }
        reopen();
        outbox.load();
        start();
        outbox.awaitDelivery(LONG);
    }

    @Test
    void killed_before_the_entry_was_there_its_artifacts_are_nobodys() throws Exception {
        killedWith("op_a-5/" + MODEL, "op_a-5.json.tmp");
        assertEquals(setOf(), inOutbox());
        assertTrue(services.calls("/result").isEmpty());
    }

    @Test
    void killed_once_the_entry_was_there_it_is_delivered() throws Exception {
        killedWith("op_a-5/" + MODEL, "op_a-5.json");
        assertEquals(1, accepted("/op_a/result"));
        assertTrue(services.hasArtifact(MODEL));
        assertEquals(setOf(), inOutbox());
    }

    @Test
    void killed_while_a_delivered_entry_was_removed_the_rest_goes_too() throws Exception {
        killedWith("op_a-5/" + MODEL);
        assertEquals(setOf(), inOutbox());
    }

    @Test
    void killed_while_a_refused_entry_was_set_aside_it_is_refused_again_and_all_is_finished() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.INVALID_REQUEST);
        killedWith("rejected/op_a-5.json", "op_a-5.json", "op_a-5/" + MODEL);
        assertEquals(setOf(SET_ASIDE), inOutbox());
        assertEquals("report_rejected", lastFailure());
    }

    @Test
    void killed_when_the_artifacts_of_a_refused_entry_were_set_aside_already_they_are_found_there() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.INVALID_REQUEST);
        killedWith("rejected/op_a-5.json", "rejected/op_a-5/" + MODEL, "op_a-5.json");
        assertTrue(services.hasArtifact(MODEL));
        assertEquals(setOf(SET_ASIDE), inOutbox());
        assertEquals("report_rejected", lastFailure());
    }

    @Test
    void killed_before_it_was_told_that_the_attempt_is_over_the_next_process_tells() throws Exception {
        services.refuseNext("/op_a/result", ProblemCode.INVALID_REQUEST);
        services.refuseNext("/op_a/result", ProblemCode.UNAVAILABLE);
        putWithArtifact(completed("op_a", 5));
        start();
        services.await(call -> call.isTo("/op_a/result"), 2);
        outbox.close();
        reopen();
        outbox.load();
        start();
        outbox.awaitDelivery(LONG);
        assertEquals("report_rejected", lastFailure());
        assertEquals(setOf(SET_ASIDE), inOutbox());
    }

    private String lastFailure() {
        return services.calls("/op_a/result")
                .getLast()
                .body()
                .path("failure")
                .path("code")
                .asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "null", "''", "{\"claim\":\"op_a\"", "{\"claim\":\"op_a\",\"report\":{}}"})
    void damaged_entry_is_set_aside_and_holds_up_nothing(String content) throws Exception {
        Files.writeString(folder.resolve("outbox/op_x-1.json"), content);
        killedWith("op_a-5/" + MODEL, "op_a-5.json");
        assertEquals(1, accepted("/op_a/result"));
        assertEquals(setOf("rejected/op_x-1.json"), inOutbox());
        assertFalse(services.calls("/result").isEmpty());
    }
}
