package io.ktrdr.cli.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.contracts.operation.OperationEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The coordinator's server-sent events; goes on where it was after a broken connection. */
final class EventStream {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration BEFORE_RETRY = Duration.ofSeconds(1);
    /** Reconnects without one event in between before it gives up. */
    private static final int MAX_ATTEMPTS = 60;

    private final URI events;
    private final ObjectMapper json;
    private @Nullable String lastEventId;

    EventStream(URI coordinator, ObjectMapper json) {
        this.events = URI.create(coordinator.toString().replaceAll("/+$", "") + "/api/v1/events");
        this.json = json;
    }

    /** Until interrupted; the first connection must succeed. */
    void follow(@Nullable String after, Predicate<OperationEvent> wanted, Consumer<OperationEvent> seen) {
        lastEventId = after;
        int attempts = 0;
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            while (true) {
                try {
                    String before = lastEventId;
                    read(client, wanted, seen);
                    attempts = Objects.equals(before, lastEventId) ? attempts + 1 : 0;
                } catch (IOException | UncheckedIOException e) {
                    attempts++;
                }
                if (attempts >= MAX_ATTEMPTS || lastEventId == null && attempts > 3) {
                    throw CommandFailure.unreachable(events.toString());
                }
                Pause.of(BEFORE_RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted");
        }
    }

    private void read(HttpClient client, Predicate<OperationEvent> wanted, Consumer<OperationEvent> seen)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(events).header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<Stream<String>> response = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            StringBuilder data = new StringBuilder();
            lines.forEach(line -> {
                if (line.startsWith("data:")) {
                    data.append(data.isEmpty() ? "" : "\n")
                            .append(line.substring("data:".length()).strip());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    deliver(data.toString(), wanted, seen);
                    data.setLength(0);
                }
            });
        }
    }

    private void deliver(String data, Predicate<OperationEvent> wanted, Consumer<OperationEvent> seen) {
        try {
            OperationEvent event = json.readValue(data, OperationEvent.class);
            lastEventId = event.eventId();
            if (wanted.test(event)) {
                seen.accept(event);
            }
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.FAULT, "The coordinator sent an event that this release does not know: " + data);
        }
    }
}
