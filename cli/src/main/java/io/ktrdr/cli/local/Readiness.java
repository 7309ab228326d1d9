package io.ktrdr.cli.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a process whether it can work. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
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
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(PATIENCE)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
