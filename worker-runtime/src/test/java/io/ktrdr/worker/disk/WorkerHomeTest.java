package io.ktrdr.worker.disk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.job.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerHomeTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void home_belongs_to_one_process() {
        try (WorkerHome home = WorkerHome.open(folder)) {
            assertDoesNotThrow(home::tryWriting);
            IllegalStateException refused = assertThrows(
                    IllegalStateException.class, () -> WorkerHome.open(folder).close());
            assertTrue(String.valueOf(refused.getMessage()).contains("in use"));
        }
        WorkerHome.open(folder).close();
    }

    @Test
    void home_that_cannot_be_a_folder_is_a_clear_error() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> WorkerHome.open(file).close());
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot be written"));
    }

    @Test
    void mark_is_read_back_and_a_damaged_one_is_not_guessed() throws Exception {
        try (WorkerHome home = WorkerHome.open(folder)) {
            MarkFile mark = new MarkFile(home);
            assertEquals(0, mark.read());
            mark.write(41);
            mark.write(42);
            assertEquals(42, new MarkFile(home).read());
            Files.writeString(folder.resolve("mark"), "forty-two");
            assertThrows(IllegalStateException.class, mark::read);
        }
    }

    @Test
    void journal_survives_a_line_torn_by_a_power_cut() throws Exception {
        try (WorkerHome home = WorkerHome.open(folder)) {
            JobJournal first = new JobJournal(home, new ObjectMapper(), CLOCK, "i1");
            first.append("op_a", 5, JobState.RUNNING, "hash");
            Files.writeString(folder.resolve("journal.jsonl"), "{\"claim\":\"op", StandardOpenOption.APPEND);

            JobJournal second = new JobJournal(home, new ObjectMapper(), CLOCK, "i2");
            JournalLine last = second.lastOfEarlierProcess().orElseThrow();
            assertEquals(new JournalLine("2026-01-01T00:00:00Z", "op_a", 5, JobState.RUNNING, "i1", "hash"), last);
            second.append("op_a", 5, JobState.FAILED, "hash");

            JobJournal third = new JobJournal(home, new ObjectMapper(), CLOCK, "i3");
            assertEquals(
                    JobState.FAILED, third.lastOfEarlierProcess().orElseThrow().state());
        }
    }
}
