package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.cli.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a process said. */
@Command(name = "logs", description = "The log of a process of this home.")
public class LogsCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "As in 'ktrdr ps', or supervisor; without it, which there are.")
    @Nullable
    String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until Ctrl-C.")
    boolean follow;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many of the last ones; default 100.")
    int lines;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Home home = session.home();
        if (name == null) {
            names(home).forEach(session.out()::println);
            return ExitCode.OK.number();
        }
        Path log = home.log(name);
        if (!names(home).anyMatch(name::equals)) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "No log of '" + name + "' in " + home.folder() + "; there are: "
                            + names(home).collect(Collectors.joining(", ")));
        }
        try {
            long shown = Files.size(log);
            LogFile.tail(log, Math.max(0, lines), 0).forEach(session.out()::println);
            session.out().flush();
            while (follow) {
                Pause.of(BETWEEN_LOOKS);
                long size = Files.exists(log) ? Files.size(log) : 0;
                // shorter than before: it was put aside and begun anew
                long from = size < shown ? 0 : shown;
                session.out().print(LogFile.between(log, from, size));
                session.out().flush();
                shown = size;
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot read " + log + ": " + Home.reason(e));
        }
        return ExitCode.OK.number();
    }

    private static Stream<String> names(Home home) {
        Path logs = home.log("any").getParent();
        String[] files = logs == null ? null : logs.toFile().list();
        return Stream.of(files == null ? new String[0] : files)
                .filter(file -> file.endsWith(".log"))
                .map(file -> file.substring(0, file.length() - ".log".length()))
                .sorted();
    }
}
