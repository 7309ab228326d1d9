package io.ktrdr.testservices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Registry and coordinator as a worker sees them: real HTTP, every request remembered, refusals on demand. */
public final class FakeServices implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(20);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, byte[]> artifacts = new HashMap<>();
    private final Map<String, Queue<ProblemCode>> refusals = new HashMap<>();
    private final Map<String, ProblemCode> refusedParts = new HashMap<>();
    private boolean coordinatorDown;
    private boolean restart;

    /** One request: what was asked, with its JSON body if it had one. */
    public record Call(String method, String path, JsonNode body, int answer) {
        public boolean isTo(String ending) {
            return path.endsWith(ending);
        }
    }

    public FakeServices() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Every coordinator request is answered 503 from now on. */
    public synchronized void coordinatorGoesDown() {
        coordinatorDown = true;
    }

    public synchronized void coordinatorComesBack() {
        coordinatorDown = false;
    }

    /** From now on every heartbeat is answered with the wish that the worker starts anew. */
    public synchronized void askForRestart() {
        restart = true;
    }

    /** The next request to a path with this ending is refused; call again for more than one. */
    public synchronized void refuseNext(String ending, ProblemCode code) {
        refusals.computeIfAbsent(ending, e -> new ArrayDeque<>()).add(code);
    }

    /** Every request to a path with this part is refused from now on. */
    public synchronized void refuseAll(String part, ProblemCode code) {
        refusedParts.put(part, code);
    }

    public synchronized void store(byte[] content) {
        artifacts.put(Sha256.of(content), content);
    }

    /** A store that hands out something else than was put in. */
    public synchronized void storeAs(String sha256, byte[] content) {
        artifacts.put(sha256, content);
    }

    public synchronized void loseArtifacts() {
        artifacts.clear();
    }

    public synchronized boolean hasArtifact(String sha256) {
        return artifacts.containsKey(sha256);
    }

    /** The report of a job's end that was accepted. */
    public JsonNode resultOf(String claim) throws InterruptedException {
        return await(call -> call.isTo("/" + claim + "/result") && call.answer() == 200)
                .body();
    }

    public synchronized List<Call> calls(String ending) {
        return calls.stream().filter(call -> call.isTo(ending)).toList();
    }

    /** The first request that matches, waiting for it if need be. */
    public Call await(Predicate<Call> wanted) throws InterruptedException {
        return await(wanted, 1);
    }

    /** The nth request that matches. */
    public synchronized Call await(Predicate<Call> wanted, int nth) throws InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (true) {
            List<Call> found = calls.stream().filter(wanted).toList();
            if (found.size() >= nth) {
                return found.get(nth - 1);
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("never came; there were " + calls);
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            Answer answer = answer(exchange.getRequestMethod(), path, body);
            exchange.getResponseHeaders().set("Content-Type", answer.type);
            exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
            exchange.getResponseBody().write(answer.body);
            remember(new Call(exchange.getRequestMethod(), path, parsed(path, body), answer.status));
        }
    }

    private synchronized void remember(Call call) {
        calls.add(call);
        notifyAll();
    }

    private static JsonNode parsed(String path, byte[] body) throws IOException {
        return body.length == 0 || path.contains("/artifacts/") ? MissingNode.getInstance() : JSON.readTree(body);
    }

    private synchronized Answer answer(String method, String path, byte[] body) throws IOException {
        for (Map.Entry<String, Queue<ProblemCode>> refusal : refusals.entrySet()) {
            if (path.endsWith(refusal.getKey()) && !refusal.getValue().isEmpty()) {
                return problem(refusal.getValue().remove());
            }
        }
        for (Map.Entry<String, ProblemCode> refused : refusedParts.entrySet()) {
            if (path.contains(refused.getKey())) {
                return problem(refused.getValue());
            }
        }
        if (path.endsWith("/workers") || path.endsWith("/heartbeat")) {
            return json(
                    "{\"heartbeat_millis\":5000,\"lease_millis\":15000,\"drained\":false,\"restart\":" + restart + "}");
        }
        if (coordinatorDown) {
            return problem(ProblemCode.UNAVAILABLE);
        }
        if (path.contains("/artifacts/")) {
            return artifact(method, path.substring(path.lastIndexOf('/') + 1), body);
        }
        if (path.endsWith("/result") && isMissingArtifacts(body)) {
            return problem(ProblemCode.ARTIFACT_MISSING);
        }
        return json("{\"accepted\":true}");
    }

    private Answer artifact(String method, String sha256, byte[] body) throws IOException {
        if (method.equals("PUT")) {
            artifacts.put(sha256, body);
            return new Answer(204, "application/octet-stream", new byte[0]);
        }
        byte[] content = artifacts.get(sha256);
        return content == null ? problem(ProblemCode.NOT_FOUND) : new Answer(200, "application/octet-stream", content);
    }

    private boolean isMissingArtifacts(byte[] body) throws IOException {
        for (JsonNode sha256 : JSON.readTree(body).path("artifacts")) {
            if (!artifacts.containsKey(sha256.asText())) {
                return true;
            }
        }
        return false;
    }

    private static Answer json(String text) {
        return new Answer(200, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer problem(ProblemCode code) throws IOException {
        return new Answer(
                code.status(), Problem.MEDIA_TYPE, JSON.writeValueAsBytes(Problem.of(code, "as the test asked")));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answer(int status, String type, byte[] body) {}
}
