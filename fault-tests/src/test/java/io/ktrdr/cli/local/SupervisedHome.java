package io.ktrdr.cli.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A home of the local mode in stub mode, run by the local mode's own supervisor inside this process. What local mode plans
 * is kept, except for the environment, which the caller may change, and for memory and compiler, so that many processes fit
 * on a small machine.
 */
public final class SupervisedHome implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final String SMALL_HEAP = "-Xmx128m";
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private final Home home;
    private final Consumer<String> say;
    private final PostgresServer postgres;
    private final List<ProcessPlan> plans;
    private @Nullable Supervisor supervisor;

    private SupervisedHome(Home home, Consumer<String> say, PostgresServer postgres, List<ProcessPlan> plans) {
        this.home = home;
        this.say = say;
        this.postgres = postgres;
        this.plans = plans;
    }

    /**
     * Makes the databases; starts nothing yet.
     *
     * @param firstPort of as many in a row as {@link #portsFor} says
     * @param say       what the supervisor has to tell
     */
    public static SupervisedHome in(
            Path folder,
            int firstPort,
            int coordinators,
            int trainingWorkers,
            int backtestWorkers,
            Consumer<String> say) {
        Home home = new Home(folder.toAbsolutePath().normalize(), new ObjectMapper());
        home.create();
        LocalSettings settings = new LocalSettings(
                firstPort, coordinators, trainingWorkers, backtestWorkers, true, null, null, null, null, null, form());
        home.save(settings);
        PostgresServer postgres =
                new PostgresServer(home.postgres(), new PostgresBinaries(home.postgres()).unpacked(say));
        postgres.prepare(say);
        return new SupervisedHome(home, say, postgres, new Plans(home, Install.located(), settings, postgres).all());
    }

    /** That of the build under test. */
    private static ProgramForm form() {
        return ProgramForm.of(System.getProperty("ktrdr.test.form", "jvm"));
    }

    public static int portsFor(int trainingWorkers, int backtestWorkers) {
        return LocalSettings.FIRST_WORKER + trainingWorkers + backtestWorkers;
    }

    /** By name, in starting order. */
    public Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        plans.forEach(plan -> ports.put(plan.name(), plan.port()));
        return ports;
    }

    public String databaseUser() {
        return PostgresServer.USER;
    }

    public String databasePassword() {
        return postgres.password();
    }

    public Path log(String process) {
        return home.log(process);
    }

    public Path worker(String name) {
        return home.worker(name);
    }

    /**
     * Returns when all are ready; from then on whatever ends is started again within two seconds.
     *
     * @param environment gives, for a process's name and the environment planned for it, the one that it gets
     */
    public void start(BiFunction<String, Map<String, String>, Map<String, String>> environment) {
        List<ProcessPlan> changed = plans.stream()
                .map(plan -> new ProcessPlan(
                        plan.name(),
                        plan.kind(),
                        plan.port(),
                        plan.command().stream().flatMap(SupervisedHome::frugal).toList(),
                        environment.apply(plan.name(), plan.environment()),
                        plan.log()))
                .toList();
        Supervisor starting = new Supervisor(home, postgres, changed, () -> new Backoff(LONGEST_PAUSE), say);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
        starting.start();
        supervisor = starting;
        Thread.ofPlatform().name("supervisor").daemon().start(starting::watch);
    }

    private static Stream<String> frugal(String argument) {
        return switch (argument) {
            case String heap
            when heap.startsWith("-Xmx") ->
                form() == ProgramForm.JVM ? Stream.of(SMALL_HEAP, QUICK_START) : Stream.of(SMALL_HEAP);
            case QUICK_START -> Stream.of();
            default -> Stream.of(argument);
        };
    }

    /** Of a process that is alive; frozen ones are. */
    public OptionalLong pid(String name) {
        return home.processes().stream()
                .filter(process -> process.name().equals(name) && process.isAlive())
                .mapToLong(RunningProcess::pid)
                .findFirst();
    }

    /** Whether it answers that it can work. */
    public boolean isReady(String name) {
        Readiness readiness = new Readiness(postgres);
        return home.processes().stream()
                .anyMatch(process -> process.name().equals(name) && process.isAlive() && readiness.of(process));
    }

    /** Stops all in order; those that do not stop are killed. */
    @Override
    public synchronized void close() {
        Supervisor running = supervisor;
        if (running != null) {
            supervisor = null;
            running.stop();
        }
    }
}
