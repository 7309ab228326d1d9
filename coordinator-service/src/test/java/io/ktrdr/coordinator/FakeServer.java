package io.ktrdr.coordinator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service at the network's edge, on a port of its own. */
abstract class FakeServer implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> traceparents = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** What a request is answered with; a {@link Problem} becomes a problem document. */
    abstract Object answer(String method, String path, byte[] body) throws IOException;

    FakeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    void open() {
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String traceparent = exchange.getRequestHeaders().getFirst("traceparent");
            if (traceparent != null) {
                traceparents.add(traceparent);
            }
            Object answer = answer(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestBody().readAllBytes());
            byte[] body = JSON.writeValueAsBytes(answer);
            boolean refused = answer instanceof Problem;
            exchange.getResponseHeaders().set("Content-Type", refused ? Problem.MEDIA_TYPE : "application/json");
            exchange.sendResponseHeaders(answer instanceof Problem problem ? problem.status() : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Of all requests that had one. */
    public List<String> traceparents() {
        return List.copyOf(traceparents);
    }

    static Problem problem(ProblemCode code) {
        return Problem.of(code, "as the test asked");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
