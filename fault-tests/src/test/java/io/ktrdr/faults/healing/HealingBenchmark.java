package io.ktrdr.faults.healing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.cluster.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * More than a hundred faults on workers under load, eight of ten at a time, under the local mode's supervisor: who sees each,
 * and how long it takes until all is well without anybody's doing. Run by {@code ./mvnw -Pbench verify}; see
 * docs/recovery-benchmark.md. {@code -Dbench.seed=N} repeats the order of the faults, {@code -Dbench.runs=N} is for another
 * number of each kind.
 */
class HealingBenchmark {
    private static final long SEED = Long.getLong("bench.seed", new Random().nextInt(1_000_000));
    private static final int RUNS = Integer.getInteger("bench.runs", 12);
    private static final int OF_SERVICES = Math.max(1, RUNS / 2);
    private static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();
    private static final int UNDER_WAY = 16;
    /** A recovery counts as a first one again after that time, here. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final List<Harm> ANYWHERE =
            List.of(Harm.KILL, Harm.FREEZE, Harm.THAW, Harm.MEMORY, Harm.DISK, Harm.SPIRAL, Harm.CUT, Harm.STUCK);
    /** Their jobs are long: a job must have been fast for a while to be seen to be slow. */
    private static final List<String> WITH_LONG_JOBS = List.of("training-1", "backtest-1");

    private static final List<String> OTHERS =
            List.of("training-2", "training-3", "training-4", "backtest-2", "backtest-3", "backtest-4");

    private final List<Healing> healings = new CopyOnWriteArrayList<>();

    @Test
    void workers_come_back_by_themselves() throws Exception {
        System.out.println("Seed " + SEED + " (again: -Dbench.seed=" + SEED + ")");
        Path home = Files.createTempDirectory(Files.createDirectories(FOLDER), "healing");
        Moods moods = new Moods(home.resolve("moods"));
        Lookout lookout = new Lookout();
        try (SmallDisks disks = new SmallDisks();
                Cluster cluster = Cluster.in(home, new Size(1, 5, 5), name -> settings(name, moods), lookout::heard);
                Workload workload = new Workload(cluster, UNDER_WAY);
                lookout) {
            boolean fillable = cluster.workers().stream().allMatch(worker -> disks.mount(cluster.folder(worker)));
            cluster.start();
            lookout.start(cluster);
            workload.start();
            Tormentor tormentor = new Tormentor(cluster, moods, new Random(SEED));
            Infirmary infirmary =
                    new Infirmary(cluster, lookout, workload, tormentor, CALM.plus(Duration.ofSeconds(2)));
            hurtWorkers(infirmary, fillable);
            hurtServices(infirmary);
        }
        List<String> table = HealingTable.of(healings);
        table.forEach(System.out::println);
        Files.write(FOLDER.resolve("healing.md"), table);
        assertEquals(List.of(), lookout.violations(), "whoever is ill gets no work");
        assertEquals(
                List.of(),
                healings.stream().filter(healing -> !healing.byItself()).toList());
    }

    private void hurtWorkers(Infirmary infirmary, boolean fillable) throws Exception {
        List<Harm> harms = new ArrayList<>();
        ANYWHERE.stream()
                .filter(harm -> fillable || harm != Harm.DISK)
                .forEach(harm -> harms.addAll(Collections.nCopies(RUNS, harm)));
        if (!fillable) {
            System.out.println("Full disks are left out: nothing can be mounted here");
        }
        Collections.shuffle(harms, new Random(SEED));
        Queue<Harm> left = new ConcurrentLinkedQueue<>(harms);
        Queue<Harm> slow = new ConcurrentLinkedQueue<>(Collections.nCopies(Math.max(1, RUNS * 2 / 3), Harm.SLOW));
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            OTHERS.forEach(worker -> all.add(lanes.submit(() -> lane(infirmary, worker, left))));
            WITH_LONG_JOBS.forEach(worker -> all.add(lanes.submit(() -> lane(infirmary, worker, slow))));
            for (Future<?> lane : all) {
                lane.get();
            }
        }
    }

    private void lane(Infirmary infirmary, String worker, Queue<Harm> harms) {
        Harm harm = harms.poll();
        while (harm != null) {
            note(infirmary.treat(harm, worker));
            harm = harms.poll();
        }
    }

    private void hurtServices(Infirmary infirmary) {
        for (int i = 0; i < OF_SERVICES; i++) {
            note(infirmary.treatService(Harm.REGISTRY, "registry"));
            note(infirmary.treatService(Harm.COORDINATOR, "coordinator"));
        }
    }

    private void note(Healing healing) {
        healings.add(healing);
        System.out.println("  " + healings.size() + ". " + healing);
    }

    /** As in production: heartbeat 5 s, lease 15 s. What would only be waited for is shorter; the document says what. */
    private static Map<String, String> settings(String process, Moods moods) {
        String jobs = WITH_LONG_JOBS.contains(process) ? "150s" : "10s";
        Map<String, String> settings = new HashMap<>(Map.ofEntries(
                Map.entry("KTRDR_HEALTH_STANDSTILL", "20s"),
                Map.entry("KTRDR_HEALTH_SLOW_FOR", "10s"),
                Map.entry("KTRDR_HEALTH_BREAKER_PAUSE", "10s"),
                Map.entry("KTRDR_HEALTH_BREAKER_SUCCESSES", "1"),
                Map.entry("KTRDR_HEALTH_CALM", CALM.toSeconds() + "s"),
                Map.entry("KTRDR_CONCURRENCY_LIMIT", "30"),
                Map.entry("KTRDR_STUB_DURATION", process.startsWith("coordinator") ? "50ms" : jobs),
                Map.entry("KTRDR_WORKER_CHECKPOINT_INTERVAL", "1s")));
        moods.tell(process, settings);
        return settings;
    }
}
