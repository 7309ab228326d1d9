package io.ktrdr.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The whole set in one form, each process started and watched by itself, without a supervisor. */
final class BenchedSet implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home;
    private final BenchedForm form;
    private final List<ProcessPlan> plans;
    private final PostgresServer postgres;
    private final int coordinatorPort;
    private final Map<String, Process> processes = new LinkedHashMap<>();

    /** @param stubDuration of each phase; null to work for real */
    BenchedSet(Path folder, BenchedForm form, int port, int workersOfEachType, @Nullable String stubDuration) {
        Home made = new Home(folder, new ObjectMapper());
        made.create();
        LocalSettings settings = new LocalSettings(
                port,
                1,
                workersOfEachType,
                workersOfEachType,
                stubDuration != null,
                stubDuration,
                null,
                null,
                null,
                null,
                form.program());
        made.save(settings);
        this.home = folder;
        this.form = form;
        this.coordinatorPort = port;
        this.postgres = new PostgresServer(made.postgres(), new PostgresBinaries(made.postgres()).unpacked(line -> {}));
        postgres.prepare(line -> {});
        this.plans = new Plans(made, Install.located(), settings, postgres).all();
    }

    List<String> services() {
        return plans.stream()
                .map(ProcessPlan::name)
                .filter(name -> !name.equals("postgres"))
                .toList();
    }

    void startPostgres() throws IOException, InterruptedException {
        ProcessPlan plan = plan("postgres");
        Process process = start(plan, plan.command());
        await("postgres", () -> postgres.isReady(process.pid()));
    }

    /** Milliseconds from the start of the process until it says that it can work. */
    double start(String name) throws IOException, InterruptedException {
        ProcessPlan plan = plan(name);
        long start = System.nanoTime();
        Process process = start(plan, form.command(plan.command()));
        await(name, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended: " + Files.readString(plan.log()));
            }
            return status(plan.port(), "/q/health/ready") == 200;
        });
        return (System.nanoTime() - start) / 1e6;
    }

    /** Milliseconds that one request takes, connection included. */
    double request(String name, String path) throws IOException {
        int port = plan(name).port();
        long start = System.nanoTime();
        status(port, path);
        return (System.nanoTime() - start) / 1e6;
    }

    /** Resident memory in MiB. */
    double residentMebibytes(String name) throws IOException {
        Process process = processes.get(name);
        if (process == null) {
            throw new AssertionError(name + " was not started");
        }
        String line = Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(status -> status.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }

    int researches() throws IOException, InterruptedException {
        return get("/api/v1/audit").path("checked").path("researches").asInt();
    }

    int active() throws IOException, InterruptedException {
        return get("/api/v1/agent/status").path("active_researches").size();
    }

    /** False when the queue is full. */
    boolean trigger(String brief) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri("/api/v1/agent/trigger"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"brief\": \"" + brief + "\", \"queue\": true}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202 && answer.statusCode() != 429) {
            throw new AssertionError(answer.body());
        }
        return answer.statusCode() == 202;
    }

    void importBars(String csv) throws IOException, InterruptedException {
        post("/api/v1/datasets?symbol=TEST-USD&timeframe=4h&source=bench", "text/csv", csv, 200);
    }

    /** Runs a strategy to its end; seconds of each of its steps, by type. */
    Map<String, Double> run(String strategyYaml, long seed) throws IOException, InterruptedException {
        String order = json.writeValueAsString(Map.of("strategy", strategyYaml, "seed", seed));
        String id = json.readTree(post("/api/v1/agent/trigger", "application/json", order, 202))
                .path("operation_id")
                .asText();
        JsonNode research = get("/api/v1/operations/" + id);
        while (!research.path("status").asText().equals("completed")) {
            if (research.path("status").asText().equals("failed")) {
                throw new AssertionError(research.toString());
            }
            TimeUnit.MILLISECONDS.sleep(20);
            research = get("/api/v1/operations/" + id);
        }
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (JsonNode step : get("/api/v1/operations/" + id + "/children").path("items")) {
            Duration taken = Duration.between(
                    Instant.parse(step.path("started_at").asText()),
                    Instant.parse(step.path("finished_at").asText()));
            seconds.put(step.path("operation_type").asText(), taken.toMillis() / 1000.0);
        }
        return seconds;
    }

    private String post(String path, String type, String body, int wanted) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != wanted) {
            throw new AssertionError(answer.body());
        }
        return answer.body();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return json.readTree(answer.body());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + coordinatorPort + path);
    }

    void stop(String name) throws InterruptedException {
        Process process = processes.remove(name);
        if (process != null) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (String name : List.copyOf(processes.keySet()).reversed()) {
            stop(name);
        }
    }

    private ProcessPlan plan(String name) {
        return plans.stream()
                .filter(plan -> plan.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Process start(ProcessPlan plan, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        builder.environment().putAll(plan.environment());
        Process process = builder.start();
        processes.put(plan.name(), process);
        return process;
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " was not ready");
            }
            TimeUnit.MICROSECONDS.sleep(500);
        }
    }

    /** By a plain socket, which costs the measuring process next to nothing; 0 while nobody listens. */
    private static int status(int port, String path) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
