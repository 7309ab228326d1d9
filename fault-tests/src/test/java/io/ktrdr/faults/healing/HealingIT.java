package io.ktrdr.faults.healing;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.cluster.Folders;
import io.ktrdr.faults.cluster.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three workers are hurt at the same time: heartbeats every two seconds, missed after five; everything else is as in production. */
class HealingIT {
    private static final double SECONDS_TO_BE_SEEN = 30;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void whoever_is_hurt_is_seen_gets_no_work_and_comes_back_by_itself() throws Exception {
        Path home = Path.of("target", "faults", "healing").toAbsolutePath();
        Folders.delete(home);
        Files.createDirectories(home);
        Moods moods = new Moods(home.resolve("moods"));
        Lookout lookout = new Lookout();
        try (Cluster cluster = Cluster.in(home, new Size(1, 3, 2), name -> settings(name, moods), lookout::heard);
                Workload workload = new Workload(cluster, 8);
                lookout) {
            cluster.start();
            lookout.start(cluster);
            workload.start();
            Infirmary infirmary = new Infirmary(
                    cluster, lookout, workload, new Tormentor(cluster, moods, new Random(1)), Duration.ZERO);
            try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Healing> killed = lanes.submit(() -> infirmary.treat(Harm.KILL, "training-1"));
                Future<Healing> failing = lanes.submit(() -> infirmary.treat(Harm.SPIRAL, "training-2"));
                Future<Healing> frozen = lanes.submit(() -> infirmary.treat(Harm.FREEZE, "backtest-1"));
                assertAll(
                        () -> requireHealed(killed.get()),
                        () -> requireHealed(failing.get()),
                        () -> requireHealed(frozen.get()));
            }
        }
        assertEquals(List.of(), lookout.violations());
        Folders.delete(home);
    }

    private static void requireHealed(Healing healing) {
        System.out.println("  " + healing);
        assertNotNull(healing.seen(), healing.toString());
        assertTrue(healing.seen() < SECONDS_TO_BE_SEEN, healing.toString());
        assertNotNull(healing.goesOn(), healing.toString());
        assertTrue(healing.byItself(), healing.toString());
    }

    private static Map<String, String> settings(String process, Moods moods) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "KTRDR_REGISTRY_HEARTBEAT_INTERVAL", "2s",
                "KTRDR_REGISTRY_LEASE", "5s",
                "KTRDR_TICK_INTERVAL", "1s",
                "KTRDR_TICK_SYNC_INTERVAL", "1s",
                "KTRDR_TICK_WORKER_LEASE", "5s",
                "KTRDR_HEALTH_RESTART_PATIENCE", "2s",
                "KTRDR_HEALTH_BREAKER_PAUSE", "4s",
                "KTRDR_CONCURRENCY_LIMIT", "20",
                "KTRDR_STUB_DURATION", process.startsWith("coordinator") ? "50ms" : "3s"));
        moods.tell(process, settings);
        return settings;
    }
}
