package io.ktrdr.faults.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final int PATIENCE_MILLIS = 10_000;
    /** How long we look at something that must not happen. */
    private static final int SILENCE_MILLIS = 300;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Server server;
    private Link link;

    /** Notes each request and answers {@code re: } and the request; what it sends on its own comes from {@link #say}. */
    private final class Server implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

        Server() throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!door.isClosed()) {
                    try {
                        Socket socket = door.accept();
                        Thread.ofVirtual().start(() -> serve(socket));
                    } catch (IOException e) {
                        // closed
                    }
                }
            });
        }

        private void serve(Socket socket) {
            try (socket) {
                byte[] buffer = new byte[1000];
                for (int n = socket.getInputStream().read(buffer);
                        n >= 0;
                        n = socket.getInputStream().read(buffer)) {
                    String request = new String(buffer, 0, n, StandardCharsets.UTF_8);
                    heard.add(request);
                    socket.getOutputStream().write(("re: " + request).getBytes(StandardCharsets.UTF_8));
                }
                heard.add("<end>");
                socket.getOutputStream().write("bye".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                heard.add("<reset>");
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        server = new Server();
        link = Link.to(server.door.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket socket) throws IOException {
        byte[] buffer = new byte[1000];
        int n = socket.getInputStream().read(buffer);
        return n < 0 ? "<end>" : new String(buffer, 0, n, StandardCharsets.UTF_8);
    }

    private static String ask(Socket socket, String text) throws IOException {
        send(socket, text);
        return read(socket);
    }

    private String nextHeard() throws InterruptedException {
        String next = heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return next == null ? "<nothing>" : next;
    }

    @Test
    void in_clear_weather_all_arrives_both_ways_and_so_does_the_end() throws Exception {
        try (Socket socket = connect()) {
            assertEquals("re: one", ask(socket, "one"));
            assertEquals("re: two", ask(socket, "two"));
            socket.shutdownOutput();
            assertEquals("bye", read(socket));
            assertEquals("<end>", read(socket));
        }
        assertEquals("one", nextHeard());
        assertEquals("two", nextHeard());
        assertEquals("<end>", nextHeard());
    }

    @Test
    void slow_means_later_and_nothing_is_missing() throws Exception {
        try (Socket socket = connect()) {
            link.turn(new Weather.Slow(Duration.ofMillis(200)));
            long start = System.nanoTime();
            assertEquals("re: one", ask(socket, "one"));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(400), "200 ms each way");
        }
    }

    @Test
    void a_cut_ends_what_is_there_and_what_comes_until_the_weather_clears() throws Exception {
        try (Socket socket = connect()) {
            assertEquals("re: one", ask(socket, "one"));
            link.turn(new Weather.Cut(Ending.RESET));
            assertThrows(SocketException.class, () -> read(socket));
            assertThrows(SocketException.class, () -> {
                try (Socket second = connect()) {
                    ask(second, "two");
                    ask(second, "three");
                }
            });
        }
        link.turn(Weather.CLEAR);
        try (Socket socket = connect()) {
            assertEquals("re: four", ask(socket, "four"));
        }
        assertEquals("one", nextHeard());
        assertEquals("<reset>", nextHeard());
        assertEquals("four", nextHeard());
    }

    @Test
    void a_cut_in_order_is_seen_as_an_end() throws Exception {
        try (Socket socket = connect()) {
            assertEquals("re: one", ask(socket, "one"));
            link.turn(new Weather.Cut(Ending.CLOSED));
            assertEquals("<end>", read(socket));
        }
        assertEquals("one", nextHeard());
        assertEquals("<end>", nextHeard());
    }

    @Test
    void half_closed_towards_the_server_still_brings_its_last_words() throws Exception {
        try (Socket socket = connect()) {
            assertEquals("re: one", ask(socket, "one"));
            link.turn(new Weather.HalfClosed(Direction.REQUEST));
            assertEquals("bye", read(socket));
        }
        assertEquals("one", nextHeard());
        assertEquals("<end>", nextHeard());
    }

    @Test
    void half_closed_towards_the_caller_still_delivers_requests() throws Exception {
        try (Socket socket = connect()) {
            assertEquals("re: one", ask(socket, "one"));
            link.turn(new Weather.HalfClosed(Direction.ANSWER));
            assertEquals("<end>", read(socket));
            send(socket, "two");
            assertEquals("one", nextHeard());
            assertEquals("two", nextHeard());
        }
    }

    @Test
    void what_falls_into_a_black_hole_never_arrives_not_even_later() throws Exception {
        try (Socket before = connect()) {
            assertEquals("re: one", ask(before, "one"));
            link.turn(new Weather.BlackHole());
            before.setSoTimeout(SILENCE_MILLIS);
            assertThrows(SocketTimeoutException.class, () -> ask(before, "two"));
            before.setSoTimeout(PATIENCE_MILLIS);
            link.turn(Weather.CLEAR);
            assertThrows(SocketException.class, () -> read(before), "a stream with a hole ends");
        }
        assertEquals("one", nextHeard());
        assertEquals("<reset>", nextHeard());
        assertTrue(heard.isEmpty());
    }

    @Test
    void a_lost_answer_leaves_the_request_done() throws Exception {
        try (Socket socket = connect()) {
            link.turn(new Weather.AnswerLost(""));
            assertThrows(SocketException.class, () -> ask(socket, "one"));
        }
        assertEquals("one", nextHeard());
    }

    @Test
    void only_the_answer_to_a_request_with_the_word_is_lost() throws Exception {
        try (Socket socket = connect()) {
            link.turn(new Weather.AnswerLost("COMMIT"));
            assertEquals("re: INSERT", ask(socket, "INSERT"));
            assertThrows(SocketException.class, () -> ask(socket, "COMMIT"));
        }
        assertEquals(1, link.lostAnswers());
        assertEquals("INSERT", nextHeard());
        assertEquals("COMMIT", nextHeard());
    }

    @Test
    void a_target_that_does_not_listen_is_a_reset() throws Exception {
        server.close();
        try (Socket socket = connect()) {
            assertThrows(SocketException.class, () -> {
                ask(socket, "one");
                ask(socket, "two");
            });
        }
    }
}
