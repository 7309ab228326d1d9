package io.ktrdr.coordinator.models;

import static io.ktrdr.coordinator.Eventually.eventually;
import static io.ktrdr.coordinator.models.ModelSetup.FREE;
import static io.ktrdr.coordinator.models.ModelSetup.PLAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.models.ConfiguredModel.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that takes a request and says nothing. */
class CancelTest {
    private ServerSocket server;
    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    /** Completed with true when the other end has closed the connection. */
    private final CompletableFuture<Boolean> hungUp = new CompletableFuture<>();

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void listen() {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder received = new StringBuilder();
            byte[] buffer = new byte[8192];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                received.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                if (received.indexOf("Say something.") >= 0) {
                    requested.complete(null);
                }
            }
            hungUp.complete(true);
        } catch (IOException e) {
            // a reset is an end, too; an end of the test is none
            hungUp.complete(!server.isClosed());
        }
    }

    private ModelChain chain(Duration timeout) {
        return ModelSetup.chain(new ModelSetup(
                "silent",
                Kind.OPENAI,
                "http://127.0.0.1:" + server.getLocalPort() + "/v1",
                null,
                OptionalLong.empty(),
                OptionalLong.of(1_000_000),
                timeout));
    }

    private static Thread ask(ModelChain chain, CompletableFuture<Object> end) {
        return Thread.ofVirtual().start(() -> {
            try {
                end.complete(chain.ask(PLAIN, FREE));
            } catch (InterruptedException | RuntimeException e) {
                end.complete(e);
            }
        });
    }

    @Test
    void an_interrupt_ends_the_call_and_closes_the_connection() throws Exception {
        CompletableFuture<Object> end = new CompletableFuture<>();
        Thread asking = ask(chain(Duration.ofMinutes(5)), end);
        requested.get(20, TimeUnit.SECONDS);
        asking.interrupt();
        assertInstanceOf(InterruptedException.class, end.get(20, TimeUnit.SECONDS));
        assertTrue(hungUp.get(20, TimeUnit.SECONDS));
    }

    @Test
    void a_timeout_closes_the_connection() throws Exception {
        Outcome.Exhausted exhausted = assertInstanceOf(
                Outcome.Exhausted.class, chain(Duration.ofMillis(300)).ask(PLAIN, FREE));
        assertEquals("no answer within 300 ms", exhausted.setbacks().getFirst().reason());
        assertTrue(hungUp.get(20, TimeUnit.SECONDS));
    }

    @Test
    void an_interrupt_ends_the_pause_before_another_attempt() throws Exception {
        try (FakeProvider provider = new FakeProvider()) {
            provider.answers(FakeProvider.error(529, "overloaded_error", "Overloaded"));
            Guarding slow = new Guarding(3, Duration.ofMinutes(1), Duration.ofMinutes(1), 5, Duration.ofMinutes(1), 3);
            ModelChain chain = ModelSetup.chain(slow, new SettableClock(), ModelSetup.anthropic(provider));
            CompletableFuture<Object> end = new CompletableFuture<>();
            Thread asking = ask(chain, end);
            eventually(() -> provider.requests() == 1, () -> "asked");
            asking.interrupt();
            assertInstanceOf(InterruptedException.class, end.get(20, TimeUnit.SECONDS));
            assertEquals(1, provider.requests());
        }
    }
}
