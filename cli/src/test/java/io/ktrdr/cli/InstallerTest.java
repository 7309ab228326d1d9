package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installer of releases, with archives whose executables are scripts, on machines that a script makes up. */
class InstallerTest {
    private static final Path RELEASE = Path.of("../deploy/release");
    private static final String PLATFORM = "linux-x86_64";

    @TempDir
    Path folder;

    private Path site;
    private Path tools;
    private Path prefix;

    @BeforeEach
    void release() throws Exception {
        site = Files.createDirectories(folder.resolve("site"));
        tools = Files.createDirectories(folder.resolve("tools"));
        prefix = folder.resolve("a prefix");
        machine("Linux", "x86_64");
        program(tools.resolve("ldd"), "echo 'ldd (GNU libc) 2.41'");
        publish("1.0.0", "first");
        Files.writeString(
                site.resolve("install.sh"),
                Files.readString(RELEASE.resolve("install.sh")).replace("@VERSION@", "1.0.0"));
    }

    private void machine(String system, String processor) throws IOException {
        program(tools.resolve("uname"), "[ \"$1\" = -m ] && echo " + processor + " || echo " + system);
    }

    private static Path program(Path file, String line) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** An archive and its checksum, as the release profile puts them side by side. */
    private void publish(String version, String build) throws Exception {
        publish(version, build, "echo " + build);
    }

    private void publish(String version, String build, String command) throws Exception {
        String name = "ktrdr-" + version + "-" + PLATFORM;
        Path content = folder.resolve("content-" + version + "-" + build);
        program(content.resolve(name + "/bin/ktrdr"), command);
        program(content.resolve(name + "/libexec/coordinator-service"), "sleep 60; true");
        Path archive = site.resolve(name + ".tar.gz");
        Process tar = new ProcessBuilder("tar", "-czf", archive.toString(), "-C", content.toString(), name).start();
        assertEquals(0, tar.waitFor());
        Files.writeString(site.resolve(name + ".tar.gz.sha256"), sha256(archive) + "  " + archive.getFileName() + "\n");
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private Program.Ended install(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sh", site.resolve("install.sh").toString()));
        command.addAll(List.of("--prefix", prefix.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Program.Ended run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().merge("PATH", tools.toString(), (path, ours) -> ours + ":" + path);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end");
        }
        return new Program.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** What the installed command says: which build it is. */
    private String installed() throws IOException, InterruptedException {
        return run(List.of(prefix.resolve("bin/ktrdr").toString())).out().strip();
    }

    private List<String> versions() throws IOException {
        try (Stream<Path> files = Files.list(prefix.resolve("lib/ktrdr"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertFails(Program.Ended ended, String reason) {
        assertEquals(1, ended.exitCode(), ended.out());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertTrue(ended.err().startsWith("install.sh: "), ended.err());
        assertTrue(ended.err().contains(reason), ended.err());
    }

    @Test
    void it_installs_what_lies_beside_it_and_may_be_repeated() throws Exception {
        for (int time = 0; time < 2; time++) {
            Program.Ended ended = install();
            assertEquals(0, ended.exitCode(), ended.err());
            assertEquals("", ended.err());
            assertTrue(ended.out().contains("not on the PATH yet"), ended.out());
            assertEquals("first", installed());
            assertEquals(List.of("1.0.0"), versions());
            assertTrue(Files.isExecutable(prefix.resolve("lib/ktrdr/1.0.0/libexec/coordinator-service")));
            assertTrue(Files.exists(prefix.resolve("share/bash-completion/completions/ktrdr")));
        }
    }

    @Test
    void wrong_checksum_changes_nothing() throws Exception {
        install();
        publish("1.1.0", "second");
        Files.writeString(site.resolve("ktrdr-1.1.0-" + PLATFORM + ".tar.gz.sha256"), "0".repeat(64) + "  x\n");
        assertFails(install("--version", "1.1.0"), "damaged or was changed");
        assertEquals("first", installed());
        assertEquals(List.of("1.0.0"), versions());
        prefix = folder.resolve("elsewhere");
        assertFails(install("--version", "1.1.0"), "damaged or was changed");
        assertFalse(Files.exists(prefix));
    }

    @Test
    void what_does_not_unpack_or_does_not_run_here_is_not_installed() throws Exception {
        install();
        publish("1.1.0", "second", "echo 'GLIBC_9.9 not found' >&2; exit 1");
        assertFails(install("--version", "1.1.0"), "GLIBC_9.9 not found");
        Path half = Files.writeString(site.resolve("ktrdr-1.2.0-" + PLATFORM + ".tar.gz"), "half an archive");
        Files.writeString(site.resolve(half.getFileName() + ".sha256"), sha256(half));
        Program.Ended ended = install("--version", "1.2.0");
        assertEquals(1, ended.exitCode());
        assertTrue(ended.err().contains("cannot unpack"), ended.err());
        assertEquals("first", installed());
        assertEquals(List.of("1.0.0"), versions());
    }

    @Test
    void unknown_platforms_are_refused() throws Exception {
        machine("SunOS", "x86_64");
        assertFails(install(), "no ktrdr for SunOS");
        machine("Linux", "riscv64");
        assertFails(install(), "no ktrdr for riscv64");
        machine("Linux", "aarch64");
        assertFails(install(), "ktrdr-1.0.0-linux-aarch_64.tar.gz is not there");
        machine("Linux", "x86_64");
        program(tools.resolve("ldd"), "echo 'musl libc (x86_64)' >&2; exit 1");
        assertFails(install(), "needs glibc");
        assertFalse(Files.exists(prefix));
    }

    @Test
    void upgrade_leaves_the_files_of_the_version_before() throws Exception {
        install();
        publish("1.1.0", "second");
        Program.Ended ended = install("--version", "1.1.0");
        assertEquals(0, ended.exitCode(), ended.err());
        assertTrue(ended.out().contains("Still there, for what runs from it: " + prefix + "/lib/ktrdr/1.0.0\n"));
        assertEquals("second", installed());
        assertEquals(List.of("1.0.0", "1.1.0"), versions());
        assertEquals(
                "first",
                run(List.of(prefix.resolve("lib/ktrdr/1.0.0/bin/ktrdr").toString()))
                        .out()
                        .strip());
    }

    @Test
    void another_build_of_the_same_version_takes_its_place() throws Exception {
        install();
        publish("1.0.0", "again");
        assertEquals(0, install().exitCode());
        assertEquals("again", installed());
        assertEquals(List.of("1.0.0"), versions());
    }

    @Test
    void it_fetches_from_an_https_address_only() throws Exception {
        program(
                tools.resolve("curl"),
                "while [ $# -gt 1 ]; do [ \"$1\" = -o ] && to=$2; shift; done; cp '" + site + "'/\"${1##*/}\" \"$to\"");
        assertFails(install("--from", "http://example.org/ktrdr"), "https");
        assertFalse(Files.exists(prefix));
        Program.Ended ended = install("--from", "https://example.org/ktrdr/");
        assertEquals(0, ended.exitCode(), ended.err());
        assertEquals("first", installed());
    }

    @Test
    void it_leaves_alone_what_it_did_not_install() throws Exception {
        program(prefix.resolve("bin/ktrdr"), "echo stranger");
        assertFails(install(), "not from here");
        assertEquals("stranger", installed());
        prefix = Files.writeString(folder.resolve("a file"), "");
        assertFails(install(), "cannot write into");
    }

    @Test
    void uninstall_takes_everything_away_unless_it_runs() throws Exception {
        install();
        Process running = new ProcessBuilder(prefix.toRealPath()
                        .resolve("lib/ktrdr/1.0.0/libexec/coordinator-service")
                        .toString())
                .start();
        try {
            assertFails(install("--uninstall"), "'ktrdr down' first");
            assertEquals("first", installed());
        } finally {
            running.descendants().forEach(ProcessHandle::destroy);
            running.destroy();
            running.waitFor();
        }
        Program.Ended ended = install("--uninstall");
        assertEquals(0, ended.exitCode(), ended.err());
        try (Stream<Path> left = Files.walk(prefix)) {
            assertEquals(
                    List.of(), left.filter(file -> !Files.isDirectory(file)).toList());
        }
        assertEquals(0, install("--uninstall").exitCode());
    }

    @Test
    void arguments_that_it_does_not_know_change_nothing() throws Exception {
        assertFails(install("--force"), "--help says");
        assertFails(install("--version"), "--version needs a value");
        assertFails(install("--version", "../1.0.0"), "is no version");
        assertFalse(Files.exists(prefix));
    }

    @Test
    void archives_are_laid_out_as_local_mode_looks_for_its_programs() throws IOException {
        Map<String, String> programs = new TreeMap<>();
        Pattern.compile("path: (\\S+-runner)\\s+transform: (\\S+)")
                .matcher(Files.readString(RELEASE.resolve("jreleaser.yml")))
                .results()
                .forEach(match -> programs.put(match.group(2), match.group(1)));
        Map<String, String> expected = new TreeMap<>(Map.of("bin/ktrdr", "cli/target/cli-runner"));
        for (String service :
                List.of("coordinator-service", "worker-registry-service", "training-worker", "backtest-worker")) {
            expected.put("libexec/" + service, service + "/target/" + service + "-runner");
        }
        assertEquals(expected, programs);
    }
}
