package io.ktrdr.faults.cluster;

import io.ktrdr.cli.local.SupervisedHome;
import io.ktrdr.faults.link.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Real processes under the local mode's supervisor, which starts again what ends: PostgreSQL, registry, coordinators and
 * stub workers. Every call between two of them goes over a {@link Link}.
 *
 * <p>Processes have the local mode's names: {@code postgres}, {@code registry}, {@code coordinator}, {@code coordinator-2},
 * {@code training-1}, {@code backtest-1}; links are called {@code training-1>coordinator-2}, the ones from a client of the
 * REST interface {@code client>coordinator}, and the one to a worker, which all coordinators share,
 * {@code coordinators>training-1}.
 */
public final class Cluster implements AutoCloseable {
    public static final String POSTGRES = "postgres";

    private static final int FIRST_PORT = 11_000;
    private static final int LAST_PORT = 20_000;
    private static final int STEP = 50;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Size size;
    private final SupervisedHome home;
    private final Map<String, Integer> ports;
    private final Wiring wiring;
    private final Function<String, Map<String, String>> settings;

    private Cluster(Size size, SupervisedHome home, Function<String, Map<String, String>> settings) {
        this.size = size;
        this.home = home;
        this.settings = settings;
        this.ports = home.ports();
        this.wiring = new Wiring(ports);
    }

    /**
     * Not started yet.
     *
     * @param folder   the home
     * @param settings by a process's name, variables of its configuration that local mode does not set
     */
    public static Cluster in(Path folder, Size size, Function<String, Map<String, String>> settings) {
        return in(folder, size, settings, line -> System.out.println("  supervisor: " + line));
    }

    /** @param say what the supervisor has to tell */
    public static Cluster in(
            Path folder, Size size, Function<String, Map<String, String>> settings, Consumer<String> say) {
        int ports = SupervisedHome.portsFor(size.trainingWorkers(), size.backtestWorkers());
        SupervisedHome home = SupervisedHome.in(
                folder, freePorts(ports), size.coordinators(), size.trainingWorkers(), size.backtestWorkers(), say);
        return new Cluster(size, home, settings);
    }

    /** Returns when every process is ready. */
    public void start() {
        home.start((process, planned) -> {
            Map<String, String> environment = new LinkedHashMap<>(wiring.rewired(process, planned));
            environment.putAll(settings.apply(process));
            return environment;
        });
    }

    public Size size() {
        return size;
    }

    /** Names of all processes, PostgreSQL first. */
    public List<String> processes() {
        return List.copyOf(ports.keySet());
    }

    public List<String> coordinators() {
        return processes().stream()
                .filter(name -> name.startsWith("coordinator"))
                .toList();
    }

    public List<String> workers() {
        return processes().stream()
                .filter(name -> name.startsWith("training") || name.startsWith("backtest"))
                .toList();
    }

    /** Of a process that is alive, frozen or not. */
    public OptionalLong pid(String process) {
        return home.pid(process);
    }

    public boolean isReady(String process) {
        return home.isReady(process);
    }

    /** Sent to the process if there is one; returns its pid. */
    public OptionalLong signal(String process, Signal signal) {
        OptionalLong pid = pid(process);
        pid.ifPresent(signal::send);
        return pid;
    }

    /** Workers whose journal says that they run a job. */
    public List<String> workersAtWork() {
        return workers().stream().filter(this::isAtWork).toList();
    }

    private boolean isAtWork(String worker) {
        try {
            List<String> lines = Files.readAllLines(journal(worker));
            return !lines.isEmpty() && lines.getLast().contains("\"state\":\"running\"");
        } catch (IOException e) {
            return false;
        }
    }

    /** The processes that PostgreSQL's server has made: one for each connection, and its own. */
    public List<Long> postgresChildren() {
        OptionalLong server = pid(POSTGRES);
        return server.isEmpty()
                ? List.of()
                : ProcessHandle.of(server.getAsLong()).stream()
                        .flatMap(ProcessHandle::children)
                        .map(ProcessHandle::pid)
                        .sorted()
                        .toList();
    }

    public List<String> links() {
        return wiring.names();
    }

    public Link link(String name) {
        return wiring.link(name);
    }

    /** Of a coordinator, over the client's link. */
    public URI clientUrl(String coordinator) {
        return URI.create(wiring.url(Wiring.CLIENT, coordinator));
    }

    /** Of a service, past all links. */
    public URI directUrl(String process) {
        return URI.create("http://127.0.0.1:" + Objects.requireNonNull(ports.get(process), process));
    }

    /** @param name {@code coordinator} or {@code registry}; reached past all links */
    public Connection database(String name) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + ports.get(POSTGRES) + "/" + name
                        + "?connectTimeout=5&socketTimeout=10&loginTimeout=5",
                home.databaseUser(),
                home.databasePassword());
    }

    public Path log(String process) {
        return home.log(process);
    }

    /** What it keeps across restarts. */
    public Path folder(String worker) {
        return home.worker(worker);
    }

    public Path journal(String worker) {
        return folder(worker).resolve("journal.jsonl");
    }

    /** All links are clear from now on. */
    public void clearLinks() {
        wiring.clear();
    }

    /** Looks again and again. False when the time was up. */
    public static boolean await(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Stops all processes; folder and logs stay. */
    @Override
    public void close() {
        home.close();
        wiring.close();
    }

    private static int freePorts(int count) {
        return IntStream.iterate(FIRST_PORT, first -> first < LAST_PORT, first -> first + STEP)
                .filter(first -> IntStream.range(first, first + count).allMatch(Cluster::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
