package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Session;
import io.quarkus.arc.Arc;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A short life of a whole ktrdr in one process: the set starts, commands are given, all of it ends. */
@Command(name = "rehearse", hidden = true, description = "Used by 'prepare'.")
public class RehearseCommand implements Callable<Integer> {
    /** Stub mode: what loads classes is the way through the services, not the work. */
    private static final String STUB_DURATION = "50ms";

    /** What is given most, and between it every kind of request. */
    static final List<String> COMMANDS = List.of(
            "--version",
            "agent trigger --brief first --queue",
            "agent trigger --brief second --queue --wait --timeout 60s",
            "agent status",
            "agent status --json",
            "ops list",
            "workers list",
            "data list",
            "ps",
            "doctor --help");

    @Spec
    CommandSpec spec;

    @Option(names = "--port", required = true, description = "Of the coordinator.")
    int port;

    @Override
    public Integer call() throws Exception {
        Session session = Session.of(spec);
        LocalMode local = LocalMode.of(session);
        StartOptions options = new StartOptions();
        options.port = port;
        options.trainingWorkers = 1;
        options.backtestWorkers = 1;
        options.stub = true;
        options.stubDuration = STUB_DURATION;
        options.nativeExecutables = false;
        local.up(options, false);
        FutureTask<Integer> commands = new FutureTask<>(() -> {
            try {
                return giveAll(session);
            } finally {
                local.stop();
            }
        });
        Thread.ofPlatform().daemon().name("commands").start(commands);
        local.watchUntilStopped();
        return commands.get();
    }

    private static int giveAll(Session session) {
        for (String line : COMMANDS) {
            give(session, line);
        }
        return ExitCode.OK.number();
    }

    private static void give(Session session, String line) {
        String home = session.home().folder().toString();
        CommandLine fresh = Arc.container().instance(CommandLine.class).get();
        fresh.setOut(new PrintWriter(PrintWriter.nullWriter())).setErr(session.err());
        String[] words = line.split(" ", -1);
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--home";
        all[words.length + 1] = home;
        int exitCode = fresh.execute(all);
        if (exitCode != ExitCode.OK.number()) {
            throw new CommandFailure(ExitCode.FAULT, "'ktrdr " + line + "' ended with exit code " + exitCode);
        }
    }
}
