package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.worker.RunningJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerFolderTest {
    @TempDir
    Path workers;

    private Path folder;

    @BeforeEach
    void one_worker() throws IOException {
        folder = Files.createDirectories(workers.resolve("training-1"));
        Files.createDirectories(folder.resolve("outbox/rejected"));
        Files.writeString(folder.resolve("mark"), "7\n");
    }

    private static String line(String claim, int token, String state, String incarnation) {
        return """
                {"at":"2026-01-02T03:04:05Z","claim":"%s","token":%d,"state":"%s","incarnation":"%s","spec_sha256":"0"}
                """.formatted(claim, token, state, incarnation);
    }

    private List<String> found(boolean alive, @Nullable RunningJob running) {
        return new WorkerFolder(folder, new ObjectMapper())
                .findings(alive, running).stream()
                        .map(finding -> finding.code() + " " + finding.operationId() + " " + finding.detail())
                        .toList();
    }

    private List<String> found() {
        return found(true, null);
    }

    @Test
    void jobs_one_after_the_other_are_as_they_should_be() throws IOException {
        Files.writeString(
                folder.resolve("journal.1.jsonl"),
                line("op_1", 3, "running", "a") + line("op_1", 3, "completed", "a") + line("op_2", 4, "running", "a"));
        Files.writeString(
                folder.resolve("journal.jsonl"),
                // the process died with op_2; the next one said so, and later died in the middle of a line
                line("op_2", 4, "failed", "b") + line("op_3", 5, "running", "b") + "{\"at\":\"20\n"
                        + line("op_4", 6, "running", "c"));
        assertEquals(List.of(), found(true, new RunningJob("op_4", 7, false)));
    }

    @Test
    void two_jobs_at_once() throws IOException {
        Files.writeString(
                folder.resolve("journal.jsonl"), line("op_1", 3, "running", "a") + line("op_2", 4, "running", "a"));
        assertEquals(List.of("two_jobs_at_once op_2 training-1 while it ran op_1"), found());
    }

    @Test
    void an_order_carried_out_twice() throws IOException {
        Files.writeString(
                folder.resolve("journal.jsonl"),
                line("op_1", 3, "running", "a") + line("op_1", 3, "completed", "a") + line("op_1", 3, "running", "b"));
        assertEquals(List.of("job_run_twice op_1 training-1 with token 3"), found());
    }

    @Test
    void a_mark_that_is_lost_damaged_or_too_low() throws IOException {
        RunningJob running = new RunningJob("op_1", 8, false);
        assertEquals(List.of("mark_behind op_1 training-1: mark 7, token 8"), found(true, running));
        Files.delete(folder.resolve("mark"));
        assertEquals(List.of("mark_behind op_1 training-1: no mark, token 8"), found(true, running));
        assertEquals(List.of(), found());
        Files.writeString(folder.resolve("mark"), "seven");
        assertEquals(List.of("mark_damaged null " + folder.resolve("mark")), found());
    }

    @Test
    void results_that_are_not_taken() throws IOException {
        Files.writeString(folder.resolve("outbox/op_1-3.json"), "{}");
        Files.createDirectories(folder.resolve("outbox/op_1-3"));
        Files.writeString(folder.resolve("outbox/rejected/op_2-4.json"), "{}");
        String rejected = "report_rejected op_2 training-1: op_2-4.json";
        assertEquals(List.of("report_waiting op_1 training-1: op_1-3.json", rejected), found());
        assertEquals(List.of(rejected), found(false, null));
    }
}
