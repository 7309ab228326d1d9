package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes the AOT caches of all programs: a rehearsal in a home of its own, at which each process records what it needs, and
 * then a cache of each recording.
 */
final class Preparation {
    private static final Duration REHEARSAL_PATIENCE = Duration.ofMinutes(4);
    private static final Duration MAKING_PATIENCE = Duration.ofMinutes(2);
    private static final Duration ENDING_PATIENCE = Duration.ofSeconds(60);

    /** Coordinator, registry, PostgreSQL, and the workers, which are counted from the tenth. */
    private static final int PORTS = LocalSettings.FIRST_WORKER + 2;

    private record Program(String module, Footprint footprint) {}

    private static final Program CLI = new Program(Install.CLI, Footprint.SUPERVISOR);

    /** Those that take longest first. */
    private static final List<Program> PROGRAMS = List.of(
            new Program("coordinator-service", Footprint.SERVICE),
            new Program("worker-registry-service", Footprint.SERVICE),
            new Program("training-worker", Footprint.WORKER),
            new Program("backtest-worker", Footprint.WORKER),
            CLI);

    private final Install install;
    private final Path folder;
    private final List<Process> started = new ArrayList<>();
    private boolean cleared;

    /** @param folder a new one; takes the recordings and the home */
    Preparation(Install install, Path folder) {
        this.install = install;
        this.folder = folder;
    }

    /** Modules whose cache is not there, or of an earlier build. */
    static List<String> lacking(Install install) {
        return PROGRAMS.stream()
                .map(Program::module)
                .filter(module -> !install.aotCache(module).isCurrent())
                .toList();
    }

    void rehearse() {
        int port = Ports.freeInARow(PORTS).orElseThrow(() -> failure("too few free ports for a rehearsal"));
        List<String> options = new ArrayList<>(install.aotCache(CLI.module()).recording(folder));
        options.add("-D" + AotCache.RECORDINGS_PROPERTY + "=" + folder);
        options.add(install.property());
        List<String> command = install.java(CLI.module(), CLI.footprint(), options);
        command.addAll(
                List.of("rehearse", "--home", folder.resolve("home").toString(), "--port", String.valueOf(port)));
        run("the rehearsal", command, REHEARSAL_PATIENCE);
    }

    /** As many at a time as there are processors. */
    void makeCaches() {
        try (ExecutorService makers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<?>> all = new ArrayList<>();
            PROGRAMS.forEach(program -> all.add(makers.submit(() -> make(program))));
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailure failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted");
        }
    }

    /** Ends what still runs, starts nothing more, and leaves nothing behind but whole caches. */
    synchronized void clear() {
        cleared = true;
        started.forEach(Process::destroy);
        try {
            for (Process process : started) {
                process.waitFor(ENDING_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            for (Program program : PROGRAMS) {
                install.aotCache(program.module()).removePartial();
            }
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw failure("cannot clear away " + folder + ": " + Home.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void make(Program program) {
        AotCache cache = install.aotCache(program.module());
        run(
                "the making of " + cache.file(),
                install.java(program.module(), program.footprint(), cache.making(folder)),
                MAKING_PATIENCE);
        try {
            cache.publish();
        } catch (IOException e) {
            throw failure("cannot write " + cache.file() + ": " + Home.reason(e));
        }
    }

    private void run(String what, List<String> command, Duration patience) {
        Path log = install.preparationLog();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // how somebody's ktrdr is configured has no part in it
        builder.environment().keySet().removeIf(name -> name.startsWith("KTRDR_"));
        try {
            Process process = start(builder);
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw failure(what + " took longer than " + patience.toSeconds() + " s: see " + log);
            }
            if (process.exitValue() != 0) {
                throw failure(what + " failed: see " + log);
            }
        } catch (IOException e) {
            throw failure(what + " did not start: " + Home.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted");
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (cleared) {
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted");
        }
        Process process = builder.start();
        started.add(process);
        process.getOutputStream().close();
        return process;
    }

    static CommandFailure failure(String why) {
        return new CommandFailure(
                ExitCode.FAULT, "Fast starts could not be prepared, ktrdr works without them: " + why);
    }
}
