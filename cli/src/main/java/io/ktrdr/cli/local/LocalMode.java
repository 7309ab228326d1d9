package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.cli.session.Session;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starting a home, in this process or in one of its own. */
public final class LocalMode {
    /** What {@link #up} came to. */
    sealed interface Outcome {}

    record Ready(LocalSettings settings) implements Outcome {}

    /** @param notApplied what was asked for and is otherwise */
    record AlreadyRunning(LocalSettings settings, List<String> notApplied) implements Outcome {}

    private static final Duration READY_PATIENCE = Duration.ofMinutes(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final long MEGABYTE = 1024 * 1024;
    /** Server programs, databases and the write-ahead log of a busy day; later starts need only some room. */
    private static final long FIRST_START_MEGABYTES = 512;

    private static final long LATER_START_MEGABYTES = 64;

    private final Home home;
    private final Install install;
    private final Consumer<String> say;
    private @Nullable Supervisor supervisor;

    private LocalMode(Home home, Install install, Consumer<String> say) {
        this.home = home;
        this.install = install;
        this.say = say;
    }

    public static LocalMode of(Session session) {
        return new LocalMode(session.home(), Install.located(), line -> {
            session.err().println(line);
            session.err().flush();
        });
    }

    Home home() {
        return home;
    }

    Outcome up(StartOptions options, boolean detach) {
        LocalSettings wanted = options.over(home.settings());
        home.create();
        Optional<SupervisorLock> lock = SupervisorLock.tryAcquire(home);
        if (lock.isEmpty()) {
            awaitReady(null);
            return already(wanted);
        }
        requirePossible();
        LocalSettings settings = settings(wanted);
        if (detach) {
            home.save(settings);
            lock.get().close();
            inBackground();
        } else {
            // never closed: the end of the process gives it back
            home.save(settings);
            here(settings);
        }
        return new Ready(settings);
    }

    /**
     * Starts this home in the background unless it runs already.
     *
     * @param port of the coordinator; null for the home's own
     * @throws CommandFailure when it runs and its results are made up
     */
    public void ensureRealWork(@Nullable Integer port) {
        StartOptions options = new StartOptions();
        options.port = port;
        options.stub = false;
        Outcome outcome = up(options, true);
        if (outcome instanceof AlreadyRunning already && already.settings().stub()) {
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    "The ktrdr in " + home.folder() + " runs in stub mode: its results are made up"
                            + "\nStop it with 'ktrdr down', or give the demo another --home and --port");
        }
    }

    /** Nothing to do unless this process is the supervisor. */
    void watchUntilStopped() {
        if (supervisor != null) {
            supervisor.watch();
        }
    }

    /** Processes that are there already keep the settings they have. */
    private LocalSettings settings(LocalSettings wanted) {
        boolean adopting = home.processes().stream().anyMatch(RunningProcess::isAlive);
        Optional<LocalSettings> last = home.settings();
        if (!adopting || last.isEmpty()) {
            return wanted;
        }
        last.get().differences(wanted).forEach(line -> say.accept("Not applied to running processes: " + line));
        return last.get();
    }

    private Outcome already(LocalSettings wanted) {
        LocalSettings running = home.settings().orElse(wanted);
        return new AlreadyRunning(running, running.differences(wanted));
    }

    private void here(LocalSettings settings) {
        long start = System.nanoTime();
        PostgresBinaries binaries = new PostgresBinaries(home.postgres());
        PostgresServer postgres = new PostgresServer(home.postgres(), binaries.unpacked(say));
        postgres.prepare(say);
        List<ProcessPlan> plans = new Plans(home, install, settings, postgres).all();
        Supervisor starting = new Supervisor(home, postgres, plans, say);
        Runtime.getRuntime().addShutdownHook(new Thread(starting::stop, "stop"));
        say.accept("Starting PostgreSQL, registry, coordinator, " + settings.trainingWorkers() + " training and "
                + settings.backtestWorkers() + " backtest workers ...");
        starting.start();
        supervisor = starting;
        say.accept("Ready after %.1f s".formatted((System.nanoTime() - start) / 1e9));
    }

    private void inBackground() {
        try {
            long before = Files.exists(home.log(Home.SUPERVISOR)) ? Files.size(home.log(Home.SUPERVISOR)) : 0;
            List<String> command = new ArrayList<>(OwnSession.prefix());
            command.addAll(install.cli(List.of("up", "--home", home.folder().toString())));
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.log(Home.SUPERVISOR).toFile()))
                    .start();
            awaitReady(new Background(process, before));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot start the supervisor: " + Home.reason(e));
        }
    }

    /** @param before length of the supervisor's log when it started */
    private record Background(Process process, long before) {}

    private void awaitReady(@Nullable Background background) {
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            boolean ready = home.supervisor()
                    .filter(process -> process.state() == ProcessState.RUNNING)
                    .isPresent();
            if (ready) {
                return;
            }
            if (background != null && !background.process().isAlive()) {
                List<String> words = LogFile.tail(home.log(Home.SUPERVISOR), 20, background.before());
                throw new CommandFailure(ExitCode.FAULT, String.join("\n", words));
            }
            Pause.of(BETWEEN_LOOKS);
        }
        throw new CommandFailure(
                ExitCode.FAULT, "ktrdr did not become ready: see 'ktrdr ps' and " + home.log(Home.SUPERVISOR));
    }

    private void requirePossible() {
        List<String> missing = install.missing();
        if (!missing.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAULT,
                    "Not built: " + String.join(", ", missing) + "\nBuild with ./mvnw package -DskipTests");
        }
        long needed = Files.exists(home.postgres().resolve("data")) ? LATER_START_MEGABYTES : FIRST_START_MEGABYTES;
        try {
            long left = Files.getFileStore(home.folder()).getUsableSpace() / MEGABYTE;
            if (left < needed) {
                throw new CommandFailure(
                        ExitCode.FAULT,
                        "Disk full: " + left + " MB left for " + home.folder() + ", needed are " + needed + " MB");
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot look at " + home.folder() + ": " + Home.reason(e));
        }
    }
}
