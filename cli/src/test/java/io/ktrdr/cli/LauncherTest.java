package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout whose build and whose JDK are scripts of three lines. */
class LauncherTest {
    private static final String STALE =
            "Sources have changed, but running services use the present build; 'ktrdr down' first to rebuild\n";

    private static final List<String> MODULES =
            List.of("cli", "coordinator-service", "worker-registry-service", "training-worker", "backtest-worker");

    @TempDir
    Path folder;

    private Path root;
    private Path service;

    @BeforeEach
    void checkout() throws IOException {
        root = Files.createDirectories(folder.toRealPath().resolve("checkout"));
        service = root.resolve("some-service/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(root.resolve(".mvn"));
        Files.createDirectories(root.resolve("cli/src/main"));
        Files.createDirectories(root.resolve("jdk/bin"));
        Files.copy(Path.of("../.mvn/find-jdk.sh"), root.resolve(".mvn/find-jdk.sh"));
        Files.copy(Path.of("../ktrdr"), root.resolve("ktrdr"));
        Files.writeString(root.resolve("pom.xml"), "");
        program("jdk/bin/javac", "exit 1");
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        program("jdk/bin/java", "echo ran");
        program(
                "mvnw",
                "mkdir -p cli/target/quarkus-app; date > cli/target/quarkus-app/quarkus-run.jar; echo >> builds");
    }

    private void program(String name, String line) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Path file = Files.writeString(root.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void executable(String module) throws IOException {
        program(module + "/target/" + module + "-runner", "echo native");
        Path made = root.resolve(module + "/target/" + module + "-native-image-source-jar");
        Files.writeString(Files.createDirectories(made).resolve(module + "-runner.jar"), "");
    }

    private Program.Ended launch(String... environment) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("sh", root.resolve("ktrdr").toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("KTRDR_"));
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Program.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private long builds() throws IOException {
        return Files.size(root.resolve("builds"));
    }

    private void editSources() throws IOException {
        Path source = Files.writeString(root.resolve("cli/src/main/Edited.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    }

    @Test
    void it_builds_what_is_older_than_its_sources() throws Exception {
        Program.Ended first = launch();
        assertEquals("ran\n", first.out(), first.err());
        assertEquals(1, builds());
        launch();
        assertEquals(1, builds());
        editSources();
        launch();
        assertEquals(2, builds());
    }

    @Test
    void it_does_not_build_under_the_feet_of_what_runs() throws Exception {
        launch();
        editSources();
        // its arguments are all that counts
        Process running = new ProcessBuilder("sh", "-c", "sleep 60; true", "-jar", service.toString()).start();
        try {
            Program.Ended meanwhile = launch();
            assertEquals("ran\n", meanwhile.out());
            assertEquals(STALE, meanwhile.err());
            assertEquals(1, builds());
        } finally {
            running.descendants().forEach(ProcessHandle::destroy);
            running.destroy();
            running.waitFor();
        }
        launch();
        assertEquals(2, builds());
    }

    @Test
    void native_executables_that_are_newer_than_the_sources_need_neither_build_nor_jdk() throws Exception {
        for (String module : MODULES) {
            executable(module);
        }
        Files.delete(root.resolve("jdk/bin/javac"));
        Program.Ended ended = launch();
        assertEquals("native\n", ended.out(), ended.err());
        assertFalse(Files.exists(root.resolve("builds")));
    }

    @Test
    void native_executables_that_are_older_than_the_sources_or_incomplete_are_left_alone() throws Exception {
        for (String module : MODULES) {
            assertEquals("ran\n", launch().out());
            executable(module);
        }
        assertEquals("native\n", launch().out());
        editSources();
        assertEquals("ran\n", launch().out());
        assertEquals("native\n", launch("KTRDR_NATIVE", "true").out());
    }

    /** The arguments of each call of the JVM are a line. */
    private List<String> callsOfJava() throws IOException {
        return Files.readAllLines(root.resolve("calls"));
    }

    private static boolean prepares(String call) {
        return call.endsWith(" prepare");
    }

    @Test
    void what_was_built_is_prepared_once() throws Exception {
        program("jdk/bin/java", "echo \"$@\" >> '" + root.resolve("calls") + "'");
        launch();
        launch();
        assertEquals(
                List.of(true, false, false),
                callsOfJava().stream().map(LauncherTest::prepares).toList());
        editSources();
        launch();
        assertEquals(2, callsOfJava().stream().filter(LauncherTest::prepares).count());
    }

    @Test
    void a_preparation_that_fails_stops_nothing_and_its_words_are_not_among_the_data() throws Exception {
        program("jdk/bin/java", "case \"$*\" in *' prepare') echo 'no luck'; exit 1;; esac; echo ran");
        Program.Ended ended = launch();
        assertEquals(0, ended.exitCode(), ended.err());
        assertEquals("ran\n", ended.out());
        assertTrue(ended.err().endsWith("no luck\n"), ended.err());
    }

    @Test
    void the_cache_is_used_while_it_is_newer_than_the_jar() throws Exception {
        program("jdk/bin/java", "echo \"$@\" >> '" + root.resolve("calls") + "'");
        launch();
        Path jar = root.resolve("cli/target/quarkus-app/quarkus-run.jar");
        Path cache = Files.writeString(jar.resolveSibling("app.aot"), "");
        Instant built = Files.getLastModifiedTime(jar).toInstant();
        for (int seconds : List.of(5, 0, -5)) {
            Files.setLastModifiedTime(cache, FileTime.from(built.plusSeconds(seconds)));
            launch();
            assertEquals(seconds > 0, callsOfJava().getLast().contains("-XX:AOTCache=" + cache), seconds + " s newer");
        }
    }

    @Test
    void caches_are_neither_made_nor_used_when_they_are_off() throws Exception {
        program("jdk/bin/java", "echo \"$@\" >> '" + root.resolve("calls") + "'");
        launch("KTRDR_AOT", "off");
        Path cache = Files.writeString(root.resolve("cli/target/quarkus-app/app.aot"), "");
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().plusSeconds(5)));
        launch("KTRDR_AOT", "off");
        assertEquals(2, callsOfJava().size());
        assertFalse(callsOfJava().stream().anyMatch(call -> prepares(call) || call.contains("AOTCache")));
    }
}
