package io.ktrdr.cli;

import io.ktrdr.cli.StubCrew.Done;
import io.ktrdr.contracts.worker.WorkerType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many researches come through, and how busy the workers are, with 1 to 20 workers of each type and always more to do than
 * they can. Coordinator, registry and PostgreSQL are the real processes of {@code ktrdr up} with its default settings; the
 * workers are stubs within this process, whose jobs all take the same time. Run by {@code ./mvnw -Pbench verify}.
 */
class ThroughputBenchmark {
    private static final int RUNS = Integer.getInteger("throughput.runs", 3);
    private static final int[] WORKERS = {1, 2, 5, 10, 20};
    private static final List<Duration> LENGTHS = List.of(Duration.ofSeconds(1), Duration.ofMillis(200));
    /** Each worker's, before anything is measured. */
    private static final int WARM_UP = 8;

    private static final int JOBS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int QUEUE_FULL = 429;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Setting, List<Measure>> measures = new TreeMap<>();

    /** @param workers of each type */
    private record Setting(Duration length, int workers) implements Comparable<Setting> {
        @Override
        public int compareTo(Setting other) {
            int byLength = other.length.compareTo(length);
            return byLength != 0 ? byLength : Integer.compare(workers, other.workers);
        }
    }

    /**
     * @param throughput researches a second
     * @param training   share of their time that training workers worked
     * @param backtest   the same of backtest workers
     */
    private record Measure(double throughput, double training, double backtest) {}

    @Test
    void throughput_and_utilisation() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            for (int workers : WORKERS) {
                measure(workers, Files.createDirectory(folder.resolve(run + "-" + workers)));
            }
        }
        report();
    }

    private void measure(int workers, Path place) throws Exception {
        Program ktrdr = new Program(place);
        String coordinator = "http://127.0.0.1:" + ktrdr.port();
        ktrdr.ok(
                "up",
                "--detach",
                "--port",
                String.valueOf(ktrdr.port()),
                "--training-workers",
                "0",
                "--backtest-workers",
                "0",
                "--stub",
                "--stub-duration",
                "1ms");
        try (StubCrew crew = new StubCrew("http://127.0.0.1:" + (ktrdr.port() + 1), coordinator)) {
            crew.hire(workers);
            Thread customer = Thread.ofVirtual().start(() -> orderWithoutEnd(coordinator, crew));
            int done = 0;
            for (Duration length : LENGTHS) {
                crew.jobsTake(length);
                int first = done + WARM_UP * workers;
                done = first + JOBS * workers;
                Measure measure = measure(crew, workers, first, done);
                System.out.printf(Locale.ROOT, "%d workers, jobs of %s: %s%n", workers, length, measure);
                measures.computeIfAbsent(new Setting(length, workers), setting -> new ArrayList<>())
                        .add(measure);
            }
            customer.interrupt();
            customer.join();
        } finally {
            ktrdr.run("down");
        }
    }

    /** From one accepted result to another, so many jobs of each worker later. */
    private static Measure measure(StubCrew crew, int workers, int first, int last) throws InterruptedException {
        List<Done> backtests = crew.await(WorkerType.BACKTESTING, last, PATIENCE).stream()
                .filter(job -> job.type() == WorkerType.BACKTESTING)
                .toList();
        long from = backtests.get(first - 1).thanks();
        long to = backtests.get(last - 1).thanks();
        // those that began before the end are done by now, and accepted soon
        TimeUnit.NANOSECONDS.sleep(2 * crew.jobLength().toNanos());
        List<Done> all = crew.await(WorkerType.BACKTESTING, last, PATIENCE);
        return new Measure(
                (last - first) / ((to - from) / 1e9),
                busy(all, WorkerType.TRAINING, from, to) / workers,
                busy(all, WorkerType.BACKTESTING, from, to) / workers);
    }

    private static double busy(List<Done> jobs, WorkerType type, long from, long to) {
        return jobs.stream()
                        .filter(job -> job.type() == type)
                        .mapToLong(job -> Math.max(0, Math.min(job.end(), to) - Math.max(job.begin(), from)))
                        .sum()
                / (double) (to - from);
    }

    /** Keeps the queue full. */
    private void orderWithoutEnd(String coordinator, StubCrew crew) {
        try {
            while (true) {
                if (order(coordinator) == QUEUE_FULL) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            crew.failed(e);
        }
    }

    private int order(String coordinator) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(coordinator + "/api/v1/agent/trigger"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"brief\": \"throughput\", \"queue\": true}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 202 && response.statusCode() != QUEUE_FULL) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return response.statusCode();
    }

    private void report() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| jobs take | workers of each type | researches/s | times that of one | training workers busy |"
                + " backtest workers busy |");
        lines.add("|---|---|---|---|---|---|");
        measures.forEach((setting, all) -> {
            double one =
                    median(measures.getOrDefault(new Setting(setting.length(), 1), List.of()), Measure::throughput);
            lines.add("| " + setting.length().toMillis() + " ms | " + setting.workers() + " | "
                    + three(all, "%.2f", Measure::throughput) + " | "
                    + three(all, "%.2f", measure -> measure.throughput() / one) + " | "
                    + three(all, "%.1f %%", measure -> 100 * measure.training()) + " | "
                    + three(all, "%.1f %%", measure -> 100 * measure.backtest()) + " |");
        });
        lines.add("");
        List<Double> syncs = DurableWrites.millis(folder, 300);
        lines.add("8 KiB written and durable (fsync): " + three(syncs, "%.2f ms", sync -> sync));
        Path report = Path.of("target", "bench", "throughput.md");
        Files.createDirectories(report.getParent());
        Files.write(report, lines);
        lines.forEach(System.out::println);
    }

    /** min / median / max */
    private static <T> String three(List<T> all, String format, ToDoubleFunction<T> of) {
        double[] sorted = all.stream().mapToDouble(of).sorted().toArray();
        return String.join(
                " / ",
                Stream.of(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1])
                        .map(value -> String.format(Locale.ROOT, format, value))
                        .toList());
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> of) {
        double[] sorted = all.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
