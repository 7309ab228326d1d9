package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the programs lie: in a checkout, each as jars and perhaps as a native executable, or in an unpacked release, which
 * has native executables only. The only place that knows the layout of an installation.
 */
public final class Install {
    /** Set by the launcher: the folder that holds the modules. */
    static final String PROPERTY = "ktrdr.install";

    /** Set by the launcher when there are native executables that it has not taken, being older than the sources. */
    static final String STALE_PROPERTY = "ktrdr.native.stale";

    /** The sample's file, and so the source of the datasets made of it. */
    public static final String SAMPLE_TRADES = "bitstamp_trades_from_20131125_usd.csv";

    static final String CLI = "cli";

    private final Path root;

    Install(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public static Install located() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .or(Install::aroundThisExecutable)
                .map(Install::new)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAULT,
                        "Local mode needs to know where ktrdr is installed: start it by its launcher, ./ktrdr"));
    }

    /** {@code ROOT/bin/ktrdr} of a release or {@code ROOT/cli/target/cli-runner} of a checkout. */
    private static Optional<Path> aroundThisExecutable() {
        if (ProgramForm.own() != ProgramForm.NATIVE) {
            return Optional.empty();
        }
        return ProcessHandle.current()
                .info()
                .command()
                .map(Path::of)
                .flatMap(self -> Stream.iterate(self, path -> path.getParent() != null, Path::getParent)
                        .filter(root -> new Install(root).executable(CLI).equals(self))
                        .findFirst());
    }

    /** Real trades for the demo; empty where the build could not fetch them. */
    public Optional<Path> sampleTrades() {
        Path file = root.resolve("cli/target/sample-data").resolve(SAMPLE_TRADES);
        return Files.isReadable(file) ? Optional.of(file) : Optional.empty();
    }

    /** The command that runs a service. */
    List<String> service(String module, ProgramForm form, Footprint footprint) {
        return command(module, form, footprint, List.of());
    }

    /** The command that runs this very program again, in the form that it has. */
    List<String> cli(List<String> arguments) {
        return cli(ProgramForm.own(), arguments);
    }

    /** The command that runs ktrdr. */
    List<String> cli(ProgramForm form, List<String> arguments) {
        List<String> command = command(CLI, form, Footprint.SUPERVISOR, List.of(property()));
        command.addAll(arguments);
        return command;
    }

    /** Tells a program that is started where it is installed. */
    String property() {
        return "-D" + PROPERTY + "=" + root;
    }

    /** Modules that local mode runs and that are not there in this form. */
    List<String> missing(ProgramForm form) {
        return ServiceKind.MODULES.stream()
                .filter(module -> switch (form) {
                    case NATIVE -> !Files.isExecutable(executable(module));
                    case JVM -> !Files.isReadable(jar(module));
                })
                .toList();
    }

    /** @throws CommandFailure when the services cannot be run in this form, with what to do */
    void require(ProgramForm form) {
        List<String> missing = missing(form);
        if (missing.isEmpty()) {
            return;
        }
        if (isRelease() && form == ProgramForm.JVM) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "This is a release, which has native executables only: start it without --no-native");
        }
        throw new CommandFailure(
                ExitCode.FAULT,
                "Not built to run " + form.inWords() + ": " + String.join(", ", missing)
                        + (isRelease() ? "\nInstall the release again" : "\nBuild with " + form.howToBuild()));
    }

    private List<String> command(String module, ProgramForm form, Footprint footprint, List<String> properties) {
        List<String> command = new ArrayList<>();
        switch (form) {
            case NATIVE -> {
                command.add(executable(module).toString());
                command.addAll(footprint.nativeOptions());
                command.addAll(properties);
            }
            case JVM -> {
                List<String> options = new ArrayList<>(aotCache(module).options());
                options.addAll(properties);
                command.addAll(java(module, footprint, options));
            }
        }
        return command;
    }

    /** The command that runs a program on the JVM with these options and no others of its own choice. */
    List<String> java(String module, Footprint footprint, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Jdk.located(root).java().toString());
        command.add("-XX:+UseSerialGC");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(footprint.jvmOptions());
        command.addAll(options);
        command.add("-jar");
        command.add(jar(module).toString());
        return command;
    }

    AotCache aotCache(String module) {
        return new AotCache(module, jar(module));
    }

    /** What was said while the caches were made. */
    Path preparationLog() {
        return root.resolve("target/ktrdr-prepare.log");
    }

    private boolean isRelease() {
        return Files.isDirectory(root.resolve("libexec"));
    }

    private Path executable(String module) {
        if (!isRelease()) {
            return root.resolve(module).resolve("target").resolve(module + "-runner");
        }
        return module.equals(CLI)
                ? root.resolve("bin/ktrdr")
                : root.resolve("libexec").resolve(module);
    }

    private Path jar(String module) {
        return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
