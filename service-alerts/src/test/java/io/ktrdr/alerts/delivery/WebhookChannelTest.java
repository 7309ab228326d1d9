package io.ktrdr.alerts.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.ktrdr.alerts.delivery.Channel.NotDelivered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookChannelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "T00000000-secret";

    private record Request(String idempotencyKey, JsonNode body) {}

    private final BlockingQueue<Request> received = new LinkedBlockingQueue<>();
    private volatile int status = 204;
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                received.add(new Request(
                        exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                        JSON.readTree(exchange.getRequestBody().readAllBytes())));
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private static Message message(String text) {
        return new Message(
                "msg_1",
                Message.Event.RAISED,
                "alert_1",
                "worker_dead",
                "critical",
                "w1",
                text,
                20.0,
                Instant.parse("2026-01-01T12:00:00Z"),
                null);
    }

    private void send(String text) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + SECRET);
        send(url, text);
    }

    private static void send(URI url, String text) {
        new WebhookChannel(url, Duration.ofSeconds(5), JSON)
                .send(message(text))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    @Test
    void chats_find_their_text_and_programs_all_the_rest() {
        send("worker w1 is silent");
        Request request = received.remove();
        JsonNode body = request.body();
        assertEquals("[CRITICAL] worker w1 is silent", body.path("text").asText());
        assertEquals("[CRITICAL] worker w1 is silent", body.path("content").asText());
        assertEquals("msg_1", body.path("id").asText());
        assertEquals("msg_1", request.idempotencyKey());
        assertEquals("raised", body.path("event").asText());
        assertEquals("worker_dead", body.path("alert").path("rule").asText());
        assertEquals("w1", body.path("alert").path("subject").asText());
        assertEquals(20, body.path("alert").path("value").asDouble());
        assertEquals(
                "2026-01-01T12:00:00Z", body.path("alert").path("raised_at").asText());
        assertTrue(body.path("alert").path("resolved_at").isNull());
    }

    @Test
    void nobody_is_called_by_what_a_message_says() {
        send("<!channel> & @everyone\nx".repeat(200));
        JsonNode body = received.remove().body();
        assertTrue(body.path("text").asText().startsWith("[CRITICAL] &lt;!channel&gt; &amp; @everyone x"));
        assertTrue(body.path("content").asText().length() <= 2000);
        assertEquals(0, body.path("allowed_mentions").path("parse").size());
    }

    @Test
    void every_answer_but_success_is_a_failure_that_tells_no_secret() {
        for (int answer : new int[] {302, 404, 429, 500}) {
            status = answer;
            NotDelivered failure = assertThrows(NotDelivered.class, () -> send("m"));
            assertEquals("answers " + answer, failure.getMessage());
        }
        assertEquals(4, received.size(), "redirects are not followed");
        URI nobody = URI.create("http://127.0.0.1:1/" + SECRET);
        String said = String.valueOf(
                assertThrows(NotDelivered.class, () -> send(nobody, "m")).getMessage());
        assertTrue(said.startsWith("cannot be reached"), said);
        assertFalse(said.contains(SECRET), said);
    }

    @Test
    void a_url_that_cannot_be_used_is_not_repeated() {
        for (String url :
                new String[] {"ftp://" + SECRET, "https:///" + SECRET, "https://u:" + SECRET + "@host/", SECRET + " %"
                }) {
            String said = String.valueOf(assertThrows(IllegalArgumentException.class, () -> WebhookChannel.url(url))
                    .getMessage());
            assertFalse(said.contains(SECRET), said);
        }
    }
}
