package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The PostgreSQL of a home. Reached over loopback with a password (scram-sha-256) that is made at the first start and kept
 * in a file which only its owner can read.
 */
final class PostgresServer {
    static final String USER = "ktrdr";
    /** Messages in English, for those who look for them. */
    static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C");

    private static final List<String> DATABASES = List.of("registry", "coordinator");
    /** Eight coordinators take up to 18 each, the registry 12; the rest is for those who look in. */
    private static final int CONNECTIONS = 200;

    private static final int PASSWORD_BYTES = 24;
    private static final int STATUS_LINE = 7;
    private static final long TOOL_SECONDS = 120;

    private final Path folder;
    private final Path programs;

    /** @param programs folder with {@code bin/postgres} */
    PostgresServer(Path folder, Path programs) {
        this.folder = folder;
        this.programs = programs;
    }

    Path data() {
        return folder.resolve("data");
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAULT, "Cannot read PostgreSQL's password in " + passwordFile() + ": " + Home.reason(e));
        }
    }

    /** Makes the data folder with its two databases where there is none yet. */
    void prepare(Consumer<String> say) {
        if (Files.exists(data())) {
            requireSound();
            return;
        }
        say.accept("Making the databases (once) ...");
        Path fresh = folder.resolve("data.partial");
        try {
            FolderTree.delete(fresh);
            Files.deleteIfExists(initLog());
            makePassword();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot write to " + folder + ": " + Home.reason(e));
        }
        run(
                "",
                program("initdb"),
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums");
        StringBuilder create = new StringBuilder();
        DATABASES.forEach(name -> create.append("CREATE DATABASE ").append(name).append(";\n"));
        run(create.toString(), program("postgres"), "--single", "-D", fresh.toString(), "postgres");
        try {
            // the data folder appears when it is whole: a start that was killed meanwhile begins anew
            Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot make " + data() + ": " + Home.reason(e));
        }
    }

    /** The server in the foreground, so that its process is the supervisor's own child. */
    List<String> command(int port) {
        List<String> command = new ArrayList<>(asOrdinaryUser());
        command.addAll(List.of(
                program("postgres"),
                "-D",
                data().toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=" + CONNECTIONS,
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on"));
        return command;
    }

    /** As pg_ctl judges it: the postmaster's own file says so. */
    boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE
                    && lines.getFirst().strip().equals(String.valueOf(pid))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    private void requireSound() {
        Path version = data().resolve("PG_VERSION");
        if (!Files.isReadable(version) || !Files.isReadable(data().resolve("global/pg_control"))) {
            throw new CommandFailure(
                    ExitCode.FAULT,
                    "Damaged data folder " + data() + ": it is no PostgreSQL database any more"
                            + "\nBring it back from a backup, or move it away to begin with empty databases");
        }
    }

    private void makePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(random) + "\n");
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private Path initLog() {
        return folder.resolve("init.log");
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    /** PostgreSQL refuses to run as root: in a user namespace of its own it is nobody, and keeps its process id. */
    private static List<String> asOrdinaryUser() {
        if (!isRoot()) {
            return List.of();
        }
        if (!canUnshare()) {
            throw new CommandFailure(
                    ExitCode.FAULT,
                    "PostgreSQL does not run as root, and 'unshare -U' does not work here"
                            + "\nRun ktrdr as another user, or install util-linux and allow user namespaces");
        }
        return List.of("unshare", "-U");
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static boolean canUnshare() {
        try {
            Process probe = new ProcessBuilder("unshare", "-U", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(TOOL_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run(String input, String... command) {
        List<String> whole = new ArrayList<>(asOrdinaryUser());
        whole.addAll(List.of(command));
        Path said = initLog();
        try {
            ProcessBuilder builder = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()));
            builder.environment().putAll(ENVIRONMENT);
            Process process = builder.start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed("it took longer than " + TOOL_SECONDS + " s", said);
            }
            // a single-user server ends well even when a statement failed
            if (process.exitValue() != 0 || Files.readString(said).contains("ERROR:")) {
                throw failed(lastError(said), said);
            }
        } catch (IOException e) {
            throw failed(Home.reason(e), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted");
        }
    }

    private static CommandFailure failed(String why, Path said) {
        return new CommandFailure(ExitCode.FAULT, "Cannot make the databases: " + why + "\nMore in " + said);
    }

    private static String lastError(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.reversed().stream()
                .filter(line -> line.contains("FATAL") || line.contains("error:") || line.contains("ERROR"))
                .findFirst()
                .orElseGet(() -> lines.isEmpty() ? "no output" : lines.getLast());
    }
}
