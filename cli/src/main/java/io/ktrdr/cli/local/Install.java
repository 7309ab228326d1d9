package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the programs lie. The only place that knows the layout of an installation. */
public final class Install {
    /** Set by the launcher: the folder that holds the modules. */
    static final String PROPERTY = "ktrdr.install";

    /** The sample's file, and so the source of the datasets made of it. */
    public static final String SAMPLE_TRADES = "bitstamp_trades_from_20131125_usd.csv";

    private final Path root;

    private Install(Path root) {
        this.root = root;
    }

    public static Install located() {
        String root = System.getProperty(PROPERTY);
        if (root == null) {
            throw new CommandFailure(
                    ExitCode.FAULT,
                    "Local mode needs to know where ktrdr is installed: start it by its launcher, ./ktrdr");
        }
        return new Install(Path.of(root).toAbsolutePath().normalize());
    }

    /** Real trades for the demo; empty where the build could not fetch them. */
    public Optional<Path> sampleTrades() {
        Path file = root.resolve("cli/target/sample-data").resolve(SAMPLE_TRADES);
        return Files.isReadable(file) ? Optional.of(file) : Optional.empty();
    }

    /** The command that runs a service; {@code options} go to its JVM. */
    List<String> service(String module, List<String> options) {
        return javaCommand(module, options);
    }

    /** The command that runs this very program again. */
    List<String> cli(List<String> arguments) {
        List<String> command =
                javaCommand("cli", List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-D" + PROPERTY + "=" + root));
        command.addAll(arguments);
        return command;
    }

    /** Modules that local mode runs and that are not built. */
    List<String> missing() {
        return ServiceKind.MODULES.stream()
                .filter(module -> !Files.isReadable(jar(module)))
                .toList();
    }

    private List<String> javaCommand(String module, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-Xshare:auto");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.add("-jar");
        command.add(jar(module).toString());
        return command;
    }

    private Path jar(String module) {
        return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
