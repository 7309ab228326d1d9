package io.ktrdr.cli.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.Coordinators;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Patience;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.contracts.operation.OperationEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The server-sent events of whichever coordinator answers. Goes on where it was after a broken connection and after a
 * silence, there or at another one: the positions are the same at all of them.
 */
final class EventStream {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration BEFORE_RETRY = Duration.ofSeconds(1);
    /** A sign of life comes every 15 s. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(40);

    private final Coordinators coordinators;
    private final ObjectMapper json;
    private @Nullable String lastEventId;

    EventStream(Coordinators coordinators, ObjectMapper json) {
        this.coordinators = coordinators;
        this.json = json;
    }

    /** Until interrupted; at the beginning each is asked once. */
    void follow(@Nullable String after, Predicate<OperationEvent> wanted, Consumer<OperationEvent> seen) {
        lastEventId = after;
        Patience patience = new Patience();
        boolean heard = false;
        int failures = 0;
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            while (true) {
                if (read(client, wanted, seen)) {
                    heard = true;
                    patience.heard();
                } else {
                    failures++;
                    if (!heard && failures >= coordinators.count()) {
                        throw coordinators.unreachable();
                    }
                    patience.with(coordinators.unreachable());
                }
                coordinators.next();
                Pause.of(BEFORE_RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted");
        }
    }

    /** Until the stream ends or falls silent; false when it did not even begin. */
    private boolean read(HttpClient client, Predicate<OperationEvent> wanted, Consumer<OperationEvent> seen)
            throws InterruptedException {
        URI events = URI.create(coordinators.current().toString().replaceAll("/+$", "") + "/api/v1/events");
        HttpRequest.Builder request = HttpRequest.newBuilder(events).header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> asked =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofPublisher());
        try (Lines lines = new Lines()) {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    asked.get(LONGEST_SILENCE.toSeconds(), TimeUnit.SECONDS);
            lines.of(response.body());
            if (response.statusCode() != 200) {
                return false;
            }
            coordinators.answered();
            dispatch(lines, wanted, seen);
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (TimeoutException e) {
            asked.cancel(true);
            return false;
        }
    }

    /** An event counts from the empty line on that ends it: what was cut off before is sent again. */
    private void dispatch(Lines lines, Predicate<OperationEvent> wanted, Consumer<OperationEvent> seen)
            throws InterruptedException {
        StringBuilder data = new StringBuilder();
        String id = null;
        Optional<String> next = lines.next(LONGEST_SILENCE);
        while (next.isPresent()) {
            String line = next.get();
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line));
            } else if (line.startsWith("id:")) {
                id = value(line);
            } else if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    OperationEvent event = parse(data.toString());
                    if (wanted.test(event)) {
                        seen.accept(event);
                    }
                    data.setLength(0);
                }
                lastEventId = id == null ? lastEventId : id;
            }
            next = lines.next(LONGEST_SILENCE);
        }
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private OperationEvent parse(String data) {
        try {
            return json.readValue(data, OperationEvent.class);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.FAULT, "The coordinator sent an event that this release does not know: " + data);
        }
    }
}
