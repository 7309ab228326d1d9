package io.ktrdr.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How a program can be run. */
enum BenchedForm {
    NATIVE("native", ProgramForm.NATIVE),
    JVM("JVM", ProgramForm.JVM),
    AOT("JVM with AOT cache", ProgramForm.JVM);

    private static final String CACHE = "-XX:AOTCache=";

    private final String title;
    private final ProgramForm program;

    BenchedForm(String title, ProgramForm program) {
        this.title = title;
        this.program = program;
    }

    String title() {
        return title;
    }

    ProgramForm program() {
        return program;
    }

    /** @param planned that of local mode, which takes a cache where there is one */
    List<String> command(List<String> planned) {
        boolean cached = planned.stream().anyMatch(argument -> argument.startsWith(CACHE));
        return switch (this) {
            case NATIVE -> planned;
            case JVM ->
                planned.stream().filter(argument -> !argument.startsWith(CACHE)).toList();
            case AOT -> {
                if (!cached) {
                    throw new AssertionError("no AOT cache: ./ktrdr prepare");
                }
                yield planned;
            }
        };
    }

    /** Bytes on disk of one program, without the JDK. */
    long size(Path root, String module) throws IOException {
        Path target = root.resolve(module).resolve("target");
        Path app = target.resolve("quarkus-app");
        return switch (this) {
            case NATIVE -> Files.size(target.resolve(module + "-runner"));
            case JVM -> size(app) - size(app.resolve("app.aot"));
            case AOT -> size(app);
        };
    }

    private static long size(Path path) throws IOException {
        if (!Files.exists(path)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
