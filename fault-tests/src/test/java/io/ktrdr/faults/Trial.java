package io.ktrdr.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.cluster.Folders;
import io.ktrdr.faults.cluster.Size;
import io.ktrdr.faults.inquest.Finding;
import io.ktrdr.faults.inquest.Rest;
import io.ktrdr.faults.inquest.Verdict;
import io.ktrdr.faults.load.Load;
import io.ktrdr.faults.load.Order;
import io.ktrdr.faults.load.Receipt;
import io.ktrdr.faults.storm.Schedule;
import io.ktrdr.faults.storm.Storm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A storm over a cluster at work, and what is left of it.
 *
 * <p>Leases are shorter than in production, so that more happens in the same time: heartbeats every two seconds, ticks
 * and syncs every second, workers and coordinators are missed after five. Stub jobs take 0.5 to 2 s and are asked for a
 * checkpoint every 300 ms.
 */
final class Trial {
    /** Of workers and of the ticking coordinator. */
    static final Duration LEASE = Duration.ofSeconds(5);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final Duration FOR_LAST_CLIENTS = Duration.ofSeconds(90);

    private final long seed;
    private final Size size;
    private final List<Order> orders;
    private final Duration patience;
    private final Path folder;

    /**
     * @param name     of the folder in {@code target}, which is kept when something was found
     * @param patience how long rest may take once the storm is over
     */
    Trial(String name, long seed, Size size, List<Order> orders, Duration patience) {
        this.seed = seed;
        this.size = size;
        this.orders = orders;
        this.patience = patience;
        this.folder = Path.of("target", "faults", name + "-" + seed).toAbsolutePath();
    }

    /** @param weather gives the schedule for what there is to disturb */
    void run(Function<Schedule.Targets, Schedule> weather) throws Exception {
        System.out.println("Seed " + seed + " (again: -Dfaults.seed=" + seed + "), home " + folder);
        Folders.delete(folder);
        Files.createDirectories(folder);
        List<String> findings;
        try (Cluster cluster = Cluster.in(folder, size, Trial::settings)) {
            cluster.start();
            findings = storm(
                    cluster,
                    weather.apply(new Schedule.Targets(cluster.workers(), cluster.coordinators(), cluster.links())));
        }
        assertTrue(
                findings.isEmpty(),
                () -> "Seed " + seed + ", logs and databases in " + folder + ":\n" + String.join("\n", findings));
        Folders.delete(folder);
    }

    private List<String> storm(Cluster cluster, Schedule schedule)
            throws InterruptedException, ExecutionException, SQLException, IOException, TimeoutException {
        Files.write(
                folder.resolve("schedule.txt"),
                schedule.faults().stream().map(Schedule.Planned::toString).toList());
        Future<List<Receipt>> load = begin(cluster, orders);
        Storm storm = new Storm(cluster, schedule, this::log);
        storm.rage();
        log("the storm is over");
        List<Receipt> receipts = new ArrayList<>(load.get(FOR_LAST_CLIENTS.toSeconds(), TimeUnit.SECONDS));
        log("every client has its answers");
        boolean calm = new Rest(cluster).await(patience);
        log(calm ? "everything has come to rest" : "no rest");
        Set<String> keys = new HashSet<>(orders.stream().map(Order::key).toList());
        List<String> idle = calm ? List.of() : List.of("everything comes to rest: not within " + patience);
        if (calm) {
            idle = useEveryWorker(cluster, keys, receipts);
        }
        Verdict verdict = Verdict.over(cluster, keys, receipts);
        verdict.summary().forEach(line -> log(line));
        return Stream.concat(idle.stream(), verdict.findings().stream().map(Finding::toString))
                .toList();
    }

    /** As many researches at once as there are workers of a type: each gets a job. */
    private List<String> useEveryWorker(Cluster cluster, Set<String> keys, List<Receipt> receipts)
            throws InterruptedException, ExecutionException, IOException, TimeoutException {
        Map<String, Long> before = journalLengths(cluster);
        int most = Math.max(size.trainingWorkers(), size.backtestWorkers());
        List<Order> last = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            last.add(new Order("after-" + seed + "-" + i, "After the storm", Duration.ZERO, true, null));
        }
        last.forEach(order -> keys.add(order.key()));
        receipts.addAll(begin(cluster, last).get(FOR_LAST_CLIENTS.toSeconds(), TimeUnit.SECONDS));
        new Rest(cluster).await(patience);
        Map<String, Long> after = journalLengths(cluster);
        return cluster.workers().stream()
                .filter(worker -> Objects.equals(after.get(worker), before.get(worker)))
                .map(worker -> "every worker is used again: " + worker + " was not")
                .toList();
    }

    private static Map<String, Long> journalLengths(Cluster cluster) throws IOException {
        Map<String, Long> lengths = new HashMap<>();
        for (String worker : cluster.workers()) {
            Path journal = cluster.journal(worker);
            lengths.put(worker, Files.exists(journal) ? Files.size(journal) : 0);
        }
        return lengths;
    }

    private Future<List<Receipt>> begin(Cluster cluster, List<Order> wanted) {
        Duration last =
                wanted.stream().map(Order::at).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        return Load.begin(
                cluster.coordinators().stream().map(cluster::clientUrl).toList(),
                wanted,
                seed,
                last.plus(FOR_LAST_CLIENTS));
    }

    private static Map<String, String> settings(String process) {
        int number = process.contains("-") ? Integer.parseInt(process.substring(process.lastIndexOf('-') + 1)) : 2;
        return Map.ofEntries(
                Map.entry("KTRDR_REGISTRY_HEARTBEAT_INTERVAL", "2s"),
                Map.entry("KTRDR_REGISTRY_LEASE", LEASE.toSeconds() + "s"),
                Map.entry("KTRDR_TICK_INTERVAL", "1s"),
                Map.entry("KTRDR_TICK_SYNC_INTERVAL", "1s"),
                Map.entry("KTRDR_TICK_WORKER_LEASE", LEASE.toSeconds() + "s"),
                Map.entry("KTRDR_TICK_LEADER_LEASE", LEASE.toSeconds() + "s"),
                Map.entry("KTRDR_CONCURRENCY_LIMIT", "24"),
                Map.entry("KTRDR_CONCURRENCY_QUEUE_SIZE", "1000"),
                Map.entry("KTRDR_STUB_DURATION", (500 * number) + "ms"),
                Map.entry("KTRDR_STUB_FAILURE_RATE", "0.03"),
                Map.entry("KTRDR_STUB_COST", "0.01"),
                Map.entry("KTRDR_WORKER_CHECKPOINT_INTERVAL", "300ms"));
    }

    private synchronized void log(String line) {
        String stamped = LocalTime.now().format(TIME) + " " + line;
        System.out.println("  " + stamped);
        try {
            Files.writeString(
                    folder.resolve("storm.log"), stamped + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
