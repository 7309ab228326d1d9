package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes from the end of one phase to the start of the next, on an otherwise idle system of real processes: the
 * tick, the registry's grant, the worker's yes. Beside it, as a yardstick, what this machine's disk takes to make 8 KiB
 * durable. Run by {@code ./mvnw -Pbench verify}.
 */
class HandOffBenchmark {
    private static final int WARM_UP = 40;
    private static final int RESEARCHES = 100;
    private static final int SYNCS = 300;
    private static final Map<String, String> HAND_OFFS = new LinkedHashMap<>();

    static {
        HAND_OFFS.put("research.triggered", "agent_design.started");
        HAND_OFFS.put("agent_design.completed", "training.started");
        HAND_OFFS.put("training.completed", "backtesting.started");
        HAND_OFFS.put("backtesting.completed", "agent_assessment.started");
        HAND_OFFS.put("agent_assessment.completed", "research.completed");
    }

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        new Program(folder).run("down");
    }

    @Test
    void hand_off_from_a_finished_child_to_the_next_start() throws Exception {
        Program ktrdr = new Program(folder);
        ktrdr.ok("up", "--detach", "--port", String.valueOf(ktrdr.port()), "--stub", "--stub-duration", "50ms");
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        for (int i = 0; i < WARM_UP + RESEARCHES; i++) {
            String id = ktrdr.trigger("hand-off " + i);
            awaitEnd(ktrdr, id);
            if (i >= WARM_UP) {
                measure(ktrdr.get("/api/v1/operations/" + id + "/events"), millis);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("| from | to | min | p50 | p99 | max |");
        lines.add("|---|---|---|---|---|---|");
        HAND_OFFS.forEach(
                (from, to) -> lines.add(line("`" + from + "` | `" + to + "`", millis.getOrDefault(from, List.of()))));
        lines.add(line("8 KiB written | durable (fsync)", DurableWrites.millis(folder, SYNCS)));
        Path report = Path.of("target", "bench", "hand-off.md");
        Files.createDirectories(report.getParent());
        Files.write(report, lines);
        lines.forEach(System.out::println);
        assertEquals(HAND_OFFS.size(), millis.size());
    }

    private static void awaitEnd(Program ktrdr, String id) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!ktrdr.get("/api/v1/operations/" + id).path("status").asText().equals("completed")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(id + " did not end");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void measure(JsonNode events, Map<String, List<Double>> millis) {
        Map<String, Instant> times = new LinkedHashMap<>();
        for (JsonNode event : events.path("items")) {
            times.putIfAbsent(
                    event.path("type").asText(), Instant.parse(event.path("at").asText()));
        }
        HAND_OFFS.forEach((from, to) -> millis.computeIfAbsent(from, key -> new ArrayList<>())
                .add(Duration.between(times.get(from), times.get(to)).toNanos() / 1e6));
    }

    private static String line(String name, List<Double> millis) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return "| " + name + " | "
                + Arrays.stream(new double[] {0, 0.5, 0.99, 1})
                        .mapToObj(share -> String.format(
                                Locale.ROOT, "%.1f ms", sorted[(int) Math.round(share * (sorted.length - 1))]))
                        .reduce((a, b) -> a + " | " + b)
                        .orElseThrow()
                + " |";
    }
}
