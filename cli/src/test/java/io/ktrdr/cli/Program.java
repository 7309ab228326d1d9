package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The built program as its users run it, with a home and ports of its own. */
final class Program {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int FIRST_PORT = 21_000;
    private static final int LAST_PORT = 31_000;
    private static final int PORTS_OF_ONE = 20;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final int port = freePorts();

    record Ended(int exitCode, String out, String err) {}

    Program(Path folder) {
        this.folder = folder;
    }

    Path home() {
        return folder.resolve("home");
    }

    int port() {
        return port;
    }

    /** Runs it and requires success. */
    String ok(String... arguments) throws IOException, InterruptedException {
        Ended ended = run(arguments);
        assertEquals(0, ended.exitCode(), () -> String.join(" ", arguments) + ": " + ended.err());
        return ended.out();
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = command();
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home().toString()));
        Path out = Files.createTempFile(folder, "out", null);
        Path err = Files.createTempFile(folder, "err", null);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KTRDR_"));
        Process process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", arguments) + " did not end: " + Files.readString(err));
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** In the form that was built for the tests. */
    private static List<String> command() {
        Path install = Path.of(System.getProperty("ktrdr.install"));
        List<String> command = new ArrayList<>();
        if ("native".equals(System.getProperty("ktrdr.test.form"))) {
            command.add(install.resolve("cli/target/cli-runner").toString());
        } else {
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dktrdr.install=" + install,
                    "-jar",
                    install.resolve("cli/target/quarkus-app/quarkus-run.jar").toString()));
        }
        return command;
    }

    /** Process ids by name, of those that run. */
    Map<String, Long> pids() throws IOException, InterruptedException {
        Map<String, Long> pids = new HashMap<>();
        for (JsonNode process : json.readTree(ok("ps", "--json"))) {
            if (process.path("pid").isNumber()) {
                pids.put(process.path("name").asText(), process.path("pid").asLong());
            }
        }
        return pids;
    }

    long supervisor() throws IOException {
        return json.readTree(home().resolve("run/supervisor.json").toFile())
                .path("pid")
                .asLong();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return get(port, path);
    }

    /** From a coordinator that need not be the first. */
    JsonNode get(int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request(port, path).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response::body);
        return json.readTree(response.body());
    }

    String trigger(String brief) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                request(port, "/api/v1/agent/trigger")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"brief\": \"" + brief + "\", \"queue\": true}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(202, response.statusCode(), response::body);
        return json.readTree(response.body()).path("operation_id").asText();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }

    static void kill(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-KILL", String.valueOf(pid)).start().waitFor();
    }

    /** Also false for one that has ended and that nobody has waited for. */
    static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return !Files.exists(Path.of("/proc")) && ProcessHandle.of(pid).isPresent();
        }
    }

    /** Looks again and again, with a bound. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static int freePorts() {
        return IntStream.iterate(FIRST_PORT, first -> first < LAST_PORT, first -> first + PORTS_OF_ONE)
                .filter(first -> IntStream.range(first, first + PORTS_OF_ONE).allMatch(Program::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
