package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.cli.session.Session;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    static final String HOW_TO_APPLY = "'ktrdr down' and then 'ktrdr up' with the same options applies them";

    private static final Duration READY_PATIENCE = Duration.ofMinutes(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final long MEGABYTE = 1024 * 1024;
    /** Server programs, databases and the write-ahead log of a busy day; later starts need only some room. */
    private static final long FIRST_START_MEGABYTES = 512;

    private static final long LATER_START_MEGABYTES = 64;

    private final Home home;
    private final Consumer<String> say;
    private @Nullable Supervisor supervisor;
    /** Held here until the process ends: one that nothing refers to is collected, and the lock with it. */
    private @Nullable SupervisorLock lock;

    private LocalMode(Home home, Consumer<String> say) {
        this.home = home;
        this.say = say;
    }

    public static LocalMode of(Session session) {
        return new LocalMode(session.home(), line -> {
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
        lock = SupervisorLock.tryAcquire(home).orElse(null);
        if (lock == null) {
            awaitOther();
            return already(wanted);
        }
        LocalSettings settings = settings(wanted, options.form().orElseGet(ProgramForm::own));
        requirePossible(settings.form());
        if (options.form().isEmpty()
                && settings.form() == ProgramForm.JVM
                && Boolean.getBoolean(Install.STALE_PROPERTY)) {
            say.accept("The native executables are older than the sources and stay aside; --native takes them even so");
        }
        if (detach) {
            home.save(settings);
            lock.close();
            inBackground();
        } else {
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

    /** This process keeps the home running, as it is written down there. */
    void supervise() {
        home.create();
        lock = SupervisorLock.tryAcquire(home).orElse(null);
        // whoever else has it does what this process was to do
        if (lock != null) {
            here(home.settings().orElse(LocalSettings.DEFAULT));
            watchUntilStopped();
        }
    }

    /** Nothing to do unless this process is the supervisor. */
    void watchUntilStopped() {
        if (supervisor != null) {
            supervisor.watch();
        }
    }

    /** What runs under this process; its {@link #watchUntilStopped} returns then. */
    void stop() {
        if (supervisor != null) {
            supervisor.stop();
        }
    }

    /** Processes that are there already keep the settings they have. */
    private LocalSettings settings(LocalSettings wanted, ProgramForm form) {
        boolean adopting = home.processes().stream().anyMatch(RunningProcess::isAlive);
        Optional<LocalSettings> last = home.settings();
        if (!adopting || last.isEmpty()) {
            return wanted.as(form);
        }
        List<String> notApplied = last.get().differences(wanted);
        notApplied.forEach(line -> say.accept("Not applied to running processes: " + line));
        if (!notApplied.isEmpty()) {
            say.accept(HOW_TO_APPLY);
        }
        return last.get();
    }

    private void awaitOther() {
        try {
            awaitReady(null);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot look at " + home.folder() + ": " + Home.reason(e));
        }
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
        List<ProcessPlan> plans = new Plans(home, Install.located(), settings, postgres).all();
        Supervisor starting = new Supervisor(home, postgres, plans, say);
        Runtime.getRuntime().addShutdownHook(new Thread(starting::stop, "stop"));
        String coordinators = settings.coordinators() == 1 ? "coordinator" : settings.coordinators() + " coordinators";
        say.accept("Starting PostgreSQL, registry, " + coordinators + ", "
                + count(settings.trainingWorkers(), "training worker")
                + ", " + count(settings.backtestWorkers(), "backtest worker") + " "
                + settings.form().inWords() + " ...");
        starting.start();
        supervisor = starting;
        say.accept("Ready after %.1f s".formatted((System.nanoTime() - start) / 1e9));
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void inBackground() {
        File log = home.log(Home.SUPERVISOR).toFile();
        long before = log.length();
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.addAll(Install.located()
                .cli(List.of("supervise", "--home", home.folder().toString())));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            awaitReady(new Background(process, before));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot start the supervisor: " + Home.reason(e));
        }
    }

    /** @param before length of the supervisor's log when it started */
    private record Background(Process process, long before) {}

    /** @param background whose words are passed on; null to wait for somebody else's */
    private void awaitReady(@Nullable Background background) throws IOException {
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        long said = background == null ? 0 : background.before();
        while (System.nanoTime() < deadline) {
            // looked at before its words are read, or the last ones could be missed
            boolean ended = background != null && !background.process().isAlive();
            boolean ready = home.supervisor()
                    .filter(process -> process.state() == ProcessState.RUNNING)
                    .isPresent();
            if (background != null) {
                said = passOn(said);
            }
            if (ready) {
                return;
            }
            if (ended) {
                throw new CommandFailure(ExitCode.FAULT, "ktrdr did not start");
            }
            Pause.of(BETWEEN_LOOKS);
        }
        throw new CommandFailure(
                ExitCode.FAULT, "ktrdr did not become ready: see 'ktrdr ps' and " + home.log(Home.SUPERVISOR));
    }

    private long passOn(long from) throws IOException {
        Path log = home.log(Home.SUPERVISOR);
        if (!Files.exists(log)) {
            return from;
        }
        String text = LogFile.between(log, from, Long.MAX_VALUE);
        int whole = text.lastIndexOf('\n') + 1;
        text.substring(0, whole).lines().forEach(say);
        return from + text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
    }

    private void requirePossible(ProgramForm form) {
        Install.located().require(form);
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
