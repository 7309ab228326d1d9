package io.ktrdr.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real HTTP server that answers what a test tells it to, and remembers what it was asked. */
final class FakeCoordinator implements AutoCloseable {
    record Asked(String line, String body, Map<String, List<String>> headers) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    private record Answer(int status, String type, String body) {}

    private static final int CUT = 0;

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    FakeCoordinator() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Further answers to the same request are given in turn, the last one for ever. */
    FakeCoordinator on(String line, int status, String body) {
        return answer(line, status, status >= 400 ? "application/problem+json" : "application/json", body);
    }

    FakeCoordinator answer(String line, int status, String type, String body) {
        answers.computeIfAbsent(line, any -> new ConcurrentLinkedDeque<>()).add(new Answer(status, type, body));
        return this;
    }

    /** Takes the request and closes the connection without a word. */
    FakeCoordinator cut(String line) {
        return answer(line, CUT, "", "");
    }

    List<Asked> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(line, body, Map.copyOf(exchange.getRequestHeaders())));
        Deque<Answer> given = answers.get(line);
        Answer answer = given == null
                ? new Answer(404, "application/problem+json", Bodies.problem(404, "not_found", "Nothing at " + line))
                : given.size() > 1 ? given.removeFirst() : given.getFirst();
        if (answer.status() == CUT) {
            exchange.close();
            return;
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
