package io.ktrdr.worker.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.worker.JobContext;
import io.ktrdr.worker.JobFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StubJobRunnerTest {
    @Test
    void training_result_is_plausible_and_marked() throws Exception {
        JsonNode result = run(WorkerType.TRAINING, 0, new Run("op_a", 0));
        assertTrue(result.path("stub").asBoolean());
        assertEquals(0.55, result.path("accuracy").asDouble());
        assertEquals(result.path("epochs").asInt(), result.path("history").size());
    }

    @Test
    void backtest_result_is_plausible_and_marked() throws Exception {
        JsonNode result = run(WorkerType.BACKTESTING, 0, new Run("op_a", 0));
        assertTrue(result.path("stub").asBoolean());
        assertEquals(11, result.path("backtest").size());
    }

    @Test
    void progress_only_grows_and_ends_at_one() throws Exception {
        Run run = new Run("op_a", 0);
        run(WorkerType.TRAINING, 0, run);
        assertEquals(run.steps.stream().sorted().toList(), run.steps);
        assertEquals(20, run.steps.getLast());
    }

    @Test
    void resumed_run_goes_on_where_it_was() throws Exception {
        Run run = new Run("op_a", 15);
        run(WorkerType.TRAINING, 0, run);
        assertEquals(List.of(16L, 17L, 18L, 19L, 20L), run.steps);
    }

    @Test
    void failures_are_drawn_from_the_claim_at_the_given_rate() throws Exception {
        int failed = 0;
        for (int i = 0; i < 1000; i++) {
            boolean first = fails("op_" + i);
            assertEquals(first, fails("op_" + i), "the same claim draws the same");
            failed += first ? 1 : 0;
        }
        assertTrue(failed > 250 && failed < 350, failed + " of 1000 at rate 0.3");
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new StubJobRunner(WorkerType.TRAINING, Duration.ofSeconds(-1), 0, () -> StubMood.WELL));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StubJobRunner(WorkerType.TRAINING, Duration.ZERO, 1.5, () -> StubMood.WELL));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StubJobRunner(WorkerType.TRAINING, Duration.ZERO, Double.NaN, () -> StubMood.WELL));
    }

    @Test
    void a_mood_is_read_again_before_each_step(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mood");
        assertEquals(StubMood.WELL, StubMood.in(file));
        Files.writeString(file, "fail\n");
        assertEquals(StubMood.FAIL, StubMood.in(file));
        Files.writeString(file, "no such word");
        assertEquals(StubMood.WELL, StubMood.in(file));

        Run run = new Run("op_a", 0);
        StubJobRunner runner = new StubJobRunner(
                WorkerType.TRAINING, Duration.ZERO, 0, () -> run.steps.size() < 7 ? StubMood.WELL : StubMood.FAIL);
        assertThrows(JobFailure.class, () -> runner.run(run));
        assertEquals(7, run.steps.size());
    }

    @Test
    void a_job_that_hangs_stops_when_it_is_told_to() throws Exception {
        StubJobRunner runner = new StubJobRunner(WorkerType.TRAINING, Duration.ZERO, 0, () -> StubMood.HANG);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> runner.run(new Run("op_a", 0)));
    }

    private static boolean fails(String claim) throws Exception {
        try {
            run(WorkerType.TRAINING, 0.3, new Run(claim, 0));
            return false;
        } catch (JobFailure failure) {
            assertEquals(FailureClass.WORKER, failure.failure().failureClass());
            return true;
        }
    }

    private static JsonNode run(WorkerType type, double failureRate, Run run) throws Exception {
        return new StubJobRunner(type, Duration.ZERO, failureRate, () -> StubMood.WELL)
                .run(run)
                .result();
    }

    /** What a run says of itself. */
    private record Run(String claim, long from, List<Long> steps) implements JobContext {
        Run(String claim, long from) {
            this(claim, from, new ArrayList<>());
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public String spec() {
            return "{}";
        }

        @Override
        public Optional<Resume> resume() {
            return from == 0 ? Optional.empty() : Optional.of(new Resume(from, new byte[0]));
        }

        @Override
        public void startedAfresh(String why) {
            throw new AssertionError(why);
        }

        @Override
        public byte[] fetch(String sha256) {
            throw new UnsupportedOperationException("a stub fetches nothing");
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(long step, double fraction, String message) {
            steps.add(step);
        }

        @Override
        public void checkpoint(long step, Supplier<byte[]> state) {
            assertTrue(state.get().length > 0);
        }

        @Override
        public String artifact(byte[] content) {
            throw new UnsupportedOperationException("a stub makes nothing");
        }
    }
}
