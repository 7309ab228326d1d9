package io.ktrdr.testservices;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The worker of the module under test, built, as a process of its own that can be killed, frozen and told to go. */
public final class RealWorker implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path log;
    private final String jobType;
    private final JsonNode registration;

    private RealWorker(Process process, Path log, String jobType, JsonNode registration) {
        this.process = process;
        this.log = log;
        this.jobType = jobType;
        this.registration = registration;
    }

    /**
     * Returns once it has registered.
     *
     * @param properties as {@code name=value}
     */
    public static RealWorker start(FakeServices services, String jobType, String id, Path home, String... properties)
            throws IOException, InterruptedException {
        int registeredBefore = services.calls("/workers").size();
        Path log = Files.createTempFile("worker-", ".log");
        Process process = launch(services, id, home, log, properties);
        JsonNode registration = services.await(call -> call.isTo("/workers"), registeredBefore + 1)
                .body();
        return new RealWorker(process, log, jobType, registration);
    }

    /** A process that is not expected to get as far as registering. */
    public static Process launch(FakeServices services, String id, Path home, Path log, String... properties)
            throws IOException {
        List<String> command = program();
        command.addAll(List.of(
                "-Dquarkus.http.port=0",
                "-Dktrdr.worker.id=" + id,
                "-Dktrdr.worker.home=" + home,
                "-Dktrdr.registry.url=" + services.uri(),
                "-Dktrdr.coordinator.urls=" + services.uri()));
        for (String property : properties) {
            command.add("-D" + property);
        }
        if (!isNative()) {
            command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KTRDR_"));
        return builder.start();
    }

    private static boolean isNative() {
        return "native".equals(System.getProperty("ktrdr.test.form"));
    }

    /** With its options, as far as they are not properties. */
    private static List<String> program() {
        if (isNative()) {
            Path module = Path.of("").toAbsolutePath().getFileName();
            return new ArrayList<>(List.of("target/" + module + "-runner", "-Xmx512m"));
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ArrayList<>(List.of(java, "-Xmx512m", "-XX:TieredStopAtLevel=1"));
    }

    /** @param checkpoint SHA-256 of the artifact to go on from, or null */
    public ValidatableResponse order(String claim, long token, String spec, @Nullable String checkpoint) {
        Map<String, @Nullable Object> order = new LinkedHashMap<>();
        order.put("claim", claim);
        order.put("worker_id", registration.path("worker_id").asText());
        order.put("incarnation", registration.path("incarnation").asText());
        order.put("token", token);
        order.put("job_type", jobType);
        order.put("attempt", checkpoint == null ? 1 : 2);
        order.put("spec", spec);
        order.put("spec_sha256", Sha256.of(spec));
        order.put("checkpoint", checkpoint == null ? null : Map.of("artifact", checkpoint, "step", 1));
        return RestAssured.given()
                .baseUri(registration.path("url").asText())
                .contentType("application/json")
                .body(order)
                .post("/api/v1/jobs")
                .then();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGSTOP. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int sent = new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (sent != 0) {
            throw new AssertionError("kill " + signal + " failed");
        }
    }

    public int awaitExit() throws InterruptedException {
        return awaitExit(process);
    }

    public static int awaitExit(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end");
        }
        return process.exitValue();
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException, IOException {
        kill();
        Files.deleteIfExists(log);
    }
}
