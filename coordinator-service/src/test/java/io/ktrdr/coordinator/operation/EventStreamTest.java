package io.ktrdr.coordinator.operation;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.Eventually;
import io.ktrdr.coordinator.research.Json;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventStreamTest extends CoordinatorTest {
    @TestHTTPResource("/api/v1/events")
    @SuppressWarnings("NullAway.Init") // by Quarkus
    URI address;

    /** One who listens until closed. */
    private static final class Reader implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpResponse<Stream<String>> response;

        Reader(URI address, @Nullable String lastEventId) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                response.body().forEach(lines::add);
            } catch (RuntimeException e) {
                // closed
            }
        }

        List<String> values(String field) {
            return lines.stream()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1).strip())
                    .toList();
        }

        void await(int events) {
            Eventually.eventually(() -> values("data").size() >= events, () -> events + " events; there are " + lines);
        }

        @Override
        public void close() {
            response.body().close();
            client.shutdownNow();
        }
    }

    @Test
    void from_the_beginning_all_events_come_in_order_with_their_ids() throws Exception {
        String id = trigger("streamed");
        loop.turnUntilQuiet();
        try (Reader reader = new Reader(address, "0-0")) {
            assertEquals(200, reader.response.statusCode());
            assertTrue(reader.response
                    .headers()
                    .firstValue("Content-Type")
                    .orElseThrow()
                    .startsWith("text/event-stream"));
            reader.await(6);
            List<String> ids = reader.values("id");
            assertEquals(
                    get("/api/v1/operations/" + id + "/events").extract().<List<String>>path("items.event_id"), ids);
            assertEquals("research.triggered", reader.values("event").getFirst());
            JsonNode first = Json.parse(reader.values("data").getFirst());
            assertEquals(ids.getFirst(), first.path("event_id").asText());
            assertEquals(id, first.path("operation_id").asText());
        }
    }

    @Test
    void last_event_id_goes_on_where_a_reader_stopped() throws Exception {
        trigger("streamed");
        loop.turnUntilQuiet();
        List<String> all;
        try (Reader reader = new Reader(address, "0-0")) {
            reader.await(6);
            all = reader.values("id");
        }
        try (Reader reader = new Reader(address, all.get(1))) {
            reader.await(4);
            assertEquals(all.subList(2, 6), reader.values("id"));
        }
    }

    @Test
    void without_last_event_id_only_what_comes_is_told() throws Exception {
        trigger("before");
        loop.turnUntilQuiet();
        try (Reader reader = new Reader(address, null)) {
            // the stream begins somewhere after its answer: each of these comes later than the one before
            Eventually.eventually(
                    () -> {
                        trigger("after");
                        return !reader.values("data").isEmpty();
                    },
                    () -> "an event");
            long before = database.number("SELECT max(id) FROM operation_event WHERE type = 'research.waiting'");
            String first = reader.values("id").get(1);
            assertTrue(Long.parseLong(first.substring(first.indexOf('-') + 1)) > before, first);
        }
    }

    @Test
    void a_stream_says_where_it_begins_and_another_one_goes_on_there() throws Exception {
        trigger("before");
        loop.turnUntilQuiet();
        String beginning;
        try (Reader reader = new Reader(address, null)) {
            Eventually.eventually(() -> !reader.values("id").isEmpty(), () -> "a position");
            beginning = reader.values("id").getFirst();
        }
        String id = trigger("between");
        try (Reader reader = new Reader(address, beginning)) {
            reader.await(1);
            JsonNode first = Json.parse(reader.values("data").getFirst());
            assertEquals("research.triggered", first.path("type").asText());
            assertEquals(id, first.path("operation_id").asText());
        }
    }

    @Test
    void a_last_event_id_that_is_none_is_refused() {
        RestAssured.given()
                .header("Last-Event-ID", "yesterday")
                .get("/api/v1/events")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("violations[0].field", equalTo("Last-Event-ID"));
    }
}
