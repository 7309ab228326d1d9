package io.ktrdr.faults.recovery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.cluster.Signal;
import io.ktrdr.faults.cluster.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How long it takes to recover from the end of one process: real processes under the local mode's supervisor, with the
 * timing of production (heartbeat 5 s, worker lease 15 s, leader lease 4 s), otherwise idle. A run begins with the fault and
 * ends when a research gets on; before the next one everything is at rest again. Run by {@code ./mvnw -Pbench verify};
 * {@code -Dbench.runs=N} for other than 20 runs.
 */
class RecoveryBenchmark {
    private static final int MANY = Integer.getInteger("bench.runs", 20);
    private static final int SOME = Math.max(1, MANY / 4);
    private static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();

    @Test
    void recovery_from_the_end_of_one_process() throws Exception {
        Table table = new Table("what happens", "recovered when");
        try (Cluster cluster = started("one", new Size(1, 2, 1))) {
            Drill drill = new Drill(cluster);
            table.add(
                    "the only coordinator is killed",
                    "a new research is designed",
                    drill.repeat(MANY, () -> drill.untilDesigned(() -> cluster.signal("coordinator", Signal.KILL))));
            table.add(
                    "a worker is killed at its job, and started again",
                    "the job runs again",
                    drill.repeat(MANY, () -> drill.untilTrainedAgain(worker -> cluster.signal(worker, Signal.KILL))));
            table.add(
                    "the registry is killed",
                    "a new research has its worker",
                    drill.repeat(MANY, () -> drill.untilTrained(() -> cluster.signal("registry", Signal.KILL))));
            table.add(
                    "PostgreSQL's server is killed",
                    "a new research is designed",
                    drill.repeat(MANY, () -> drill.untilDesigned(() -> cluster.signal(Cluster.POSTGRES, Signal.KILL))));
            table.add(
                    "one of PostgreSQL's processes is killed",
                    "a new research is designed",
                    drill.repeat(
                            SOME,
                            () -> drill.untilDesigned(() ->
                                    Signal.KILL.send(cluster.postgresChildren().getFirst()))));
            table.add(
                    "a worker is frozen at its job",
                    "the job runs on another one",
                    drill.repeat(SOME, () -> drill.untilTrainedAgain(worker -> cluster.signal(worker, Signal.STOP))));
            table.add(
                    "a worker is asked to end (SIGTERM) at its job",
                    "the job runs on another one",
                    drill.repeat(SOME, () -> drill.untilTrainedAgain(worker -> cluster.signal(worker, Signal.TERM))));
            table.add(
                    "the registry is asked to end (SIGTERM)",
                    "a new research has its worker",
                    drill.repeat(SOME, () -> drill.untilTrained(() -> cluster.signal("registry", Signal.TERM))));
            table.add(
                    "everything is killed at once",
                    "a new research has its worker",
                    drill.repeat(
                            SOME,
                            () -> drill.untilTrained(() ->
                                    cluster.processes().forEach(process -> cluster.signal(process, Signal.KILL)))));
            table.add(
                    "yardstick: a registry is killed",
                    "its process, started again, is ready",
                    drill.repeat(SOME, () -> drill.untilReady("registry")));
        }
        try (Cluster cluster = started("two", new Size(2, 1, 1))) {
            Drill drill = new Drill(cluster);
            table.add(
                    "of two coordinators, the one that ticks is killed",
                    "a new research is designed",
                    drill.repeat(MANY, () -> drill.untilDesigned(() -> cluster.signal(drill.leader(), Signal.KILL))));
            table.add(
                    "... is frozen",
                    "a new research is designed",
                    drill.repeat(SOME, () -> drill.untilDesigned(() -> cluster.signal(drill.leader(), Signal.STOP))));
            table.add(
                    "... is asked to end (SIGTERM)",
                    "a new research is designed",
                    drill.repeat(SOME, () -> drill.untilDesigned(() -> cluster.signal(drill.leader(), Signal.TERM))));
        }
        table.write(FOLDER.resolve("recovery.md"));
        assertTrue(table.isComplete());
    }

    private static Cluster started(String name, Size size) throws IOException {
        Path home = Files.createTempDirectory(Files.createDirectories(FOLDER), name);
        Cluster cluster = Cluster.in(home, size, RecoveryBenchmark::settings);
        cluster.start();
        return cluster;
    }

    /** Designs are short, jobs longer than any recovery. */
    private static Map<String, String> settings(String process) {
        return Map.of("KTRDR_STUB_DURATION", process.startsWith("coordinator") ? "50ms" : "120s");
    }
}
