package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, stub work: two training workers, one backtest worker, three researches. */
class QueuingScenarioIT {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        new Program(folder).run("down");
    }

    @Test
    void the_third_research_waits_for_a_training_worker_and_all_complete() throws Exception {
        Program ktrdr = new Program(folder);
        String port = String.valueOf(ktrdr.port());
        ktrdr.ok("up", "--detach", "--port", port, "--stub", "--stub-duration", "2s");
        Map<String, Long> pids = ktrdr.pids();
        assertEquals(
                Set.of("postgres", "registry", "coordinator", "training-1", "training-2", "backtest-1"), pids.keySet());
        assertTrue(ktrdr.ok("doctor").contains("2 of 2 training and 1 of 1 backtest workers"));

        List<String> ids = List.of(
                ktrdr.trigger("Explore RSI variations"),
                ktrdr.trigger("Test MACD strategies"),
                ktrdr.trigger("Multi-timeframe experiment"));
        Set<String> waited = watch(ktrdr);

        assertEquals(1, waited.size(), "one research has to wait for a training worker");
        assertTrue(ids.containsAll(waited));
        for (String id : ids) {
            assertEquals(
                    "completed",
                    ktrdr.get("/api/v1/operations/" + id).path("status").asText());
        }
        assertTrue(ktrdr.ok("agent", "status").startsWith("Active researches: 0"));
        assertTrue(ktrdr.ok("doctor", "--deep").contains("all adds up: 3 researches, 12 steps"));

        ktrdr.ok("down");
        pids.forEach((name, pid) -> assertTrue(!Program.isAlive(pid), name));
        assertTrue(ktrdr.pids().isEmpty());
    }

    /** Until none is active; returns those that were seen waiting in design for a training worker. */
    private static Set<String> watch(Program ktrdr) throws Exception {
        Set<String> waited = new HashSet<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            JsonNode training = ktrdr.get("/api/v1/operations?operation_type=training&status=running");
            assertTrue(training.path("items").size() <= 2, "more jobs than workers");
            JsonNode status = ktrdr.get("/api/v1/agent/status");
            assertTrue(status.path("workers").path("training").path("busy").asInt() <= 2);
            assertTrue(status.path("workers").path("backtesting").path("busy").asInt() <= 1);
            JsonNode active = status.path("active_researches");
            StreamSupport.stream(active.spliterator(), false)
                    .filter(research -> research.path("phase").asText().equals("designing"))
                    .filter(research ->
                            research.path("waiting_reason").asText("").startsWith("waiting for a training worker"))
                    .forEach(
                            research -> waited.add(research.path("operation_id").asText()));
            if (active.isEmpty()) {
                return waited;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("the researches did not end");
    }
}
