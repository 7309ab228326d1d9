package io.ktrdr.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a process whether it can work. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();
    private final PostgresServer postgres;

    Readiness(PostgresServer postgres) {
        this.postgres = postgres;
    }

    boolean of(RunningProcess process) {
        return switch (ServiceKind.of(process.name())) {
            case POSTGRES -> postgres.isReady(process.pid());
            case REGISTRY, COORDINATOR, TRAINING, BACKTEST -> answersReady(process.port());
        };
    }

    private boolean answersReady(int port) {
        return get(port, "/q/health/ready").isPresent();
    }

    /**
     * Whether a coordinator has heard of so many workers. They register by themselves a moment after they are ready, and
     * how many researches may be active depends on them.
     */
    boolean knowsWorkers(int coordinatorPort, int training, int backtesting) {
        return get(coordinatorPort, "/api/v1/agent/status")
                .map(status -> total(status, "training") >= training && total(status, "backtesting") >= backtesting)
                .orElse(false);
    }

    /** Whether this coordinator is the one that ticks. */
    boolean ticks(int coordinatorPort) {
        return get(coordinatorPort, "/q/health/ready")
                .map(health -> tree(health).findValue("leading"))
                .map(JsonNode::asBoolean)
                .orElse(false);
    }

    private int total(String status, String type) {
        return tree(status).path("workers").path(type).path("total").asInt();
    }

    private JsonNode tree(String body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** The body of a 200; empty for anything else. */
    private Optional<String> get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
