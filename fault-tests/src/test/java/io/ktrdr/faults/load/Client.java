package io.ktrdr.faults.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks one coordinator after the other, each time with the same key, until one has answered. */
final class Client {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long SHORTEST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 1_200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger turn = new AtomicInteger();
    private final List<URI> coordinators;
    private final Random pauses;
    private final long deadline;

    /** @param deadline as of {@link System#nanoTime}, after which it gives up */
    Client(List<URI> coordinators, long seed, long deadline) {
        this.coordinators = coordinators;
        this.pauses = new Random(seed);
        this.deadline = deadline;
    }

    /** Asks until acknowledged; a second time at once, as a client does whose first answer was lost on the last hop. */
    Receipt seeThrough(Order order) throws InterruptedException {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        trigger(order, ids);
        if (order.force()) {
            trigger(order, ids);
        }
        Duration cancelAfter = order.cancelAfter();
        if (cancelAfter == null || ids.isEmpty()) {
            return new Receipt(order.key(), Set.copyOf(ids), Receipt.Cancel.NOT_ASKED);
        }
        Thread.sleep(cancelAfter);
        return new Receipt(order.key(), Set.copyOf(ids), cancel(ids.iterator().next()));
    }

    private void trigger(Order order, Set<String> ids) throws InterruptedException {
        while (isTimeLeft()) {
            HttpRequest request = post("/api/v1/agent/trigger")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", order.key())
                    .POST(HttpRequest.BodyPublishers.ofString(body(order)))
                    .build();
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 202) {
                    ids.add(json.readTree(response.body()).path("operation_id").asText());
                    return;
                }
                requireWorthAnotherTry(response, "trigger of " + order.key());
            } catch (IOException e) {
                // perhaps it was done, perhaps not: the same key again tells
            }
            pause();
        }
    }

    private String body(Order order) throws InterruptedException {
        try {
            return json.writeValueAsString(
                    Map.of("brief", order.brief(), order.force() ? "force" : "queue", true, "requested_by", "a storm"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Receipt.Cancel cancel(String operationId) throws InterruptedException {
        while (isTimeLeft()) {
            HttpRequest request = post("/api/v1/operations/" + operationId + "/cancel")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                switch (response.statusCode()) {
                    case 200 -> {
                        return Receipt.Cancel.DONE;
                    }
                    case 409 -> {
                        return Receipt.Cancel.TOO_LATE;
                    }
                    default -> requireWorthAnotherTry(response, "cancel of " + operationId);
                }
            } catch (IOException e) {
                // asked again below
            }
            pause();
        }
        return Receipt.Cancel.UNKNOWN;
    }

    /** A coordinator in trouble says so with 5xx, and 429 when there is no room; anything else is an answer to us. */
    private static void requireWorthAnotherTry(HttpResponse<String> response, String what) {
        if (response.statusCode() < 500 && response.statusCode() != 429) {
            throw new AssertionError(what + " was answered with " + response.statusCode() + ": " + response.body());
        }
    }

    private HttpRequest.Builder post(String path) {
        URI coordinator = coordinators.get(Math.floorMod(turn.getAndIncrement(), coordinators.size()));
        return HttpRequest.newBuilder(coordinator.resolve(path)).timeout(ANSWER);
    }

    private void pause() throws InterruptedException {
        Thread.sleep(SHORTEST_PAUSE_MILLIS + (long) (pauses.nextDouble() * LONGEST_PAUSE_MILLIS));
    }

    private boolean isTimeLeft() {
        return System.nanoTime() < deadline;
    }
}
