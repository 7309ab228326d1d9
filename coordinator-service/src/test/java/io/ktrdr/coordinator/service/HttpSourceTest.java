package io.ktrdr.coordinator.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSourceTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String HANGS = "hangs";

    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @SuppressWarnings("NullAway.Init") // before each
    private HttpServer server;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        bodies.put("/data/", "[]");
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
        threads.close();
    }

    /** By the path as it was sent, still encoded. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            byte[] body = bodies.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            int status = statuses.getOrDefault(path, bodies.containsKey(path) ? 200 : 404);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            // 0: chunked, of unknown length
            exchange.sendResponseHeaders(status, path.endsWith("chunked") ? 0 : body.length == 0 ? -1 : body.length);
            if (bodies.getOrDefault(path, "").equals(HANGS)) {
                over.await();
            }
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // the client had enough
        }
    }

    private DataSource source() {
        return source(LONG);
    }

    private DataSource source(Duration timeout) {
        return DataSource.of("http://127.0.0.1:" + server.getAddress().getPort() + "/data", timeout);
    }

    private static String words(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private IOException refused(String path) {
        return assertThrows(
                UnusableFileException.class, () -> source().read(SourcePath.of(path), 10), () -> path + " was read");
    }

    @Test
    void folders_are_listed_as_nginx_does_it() throws Exception {
        bodies.put("/data/", """
                [{"name": "BTC USD#1.csv", "type": "file", "mtime": "Wed, 01 Jan 2025 00:00:00 GMT", "size": 12},
                 {"name": "more %41", "type": "directory", "mtime": "Wed, 01 Jan 2025 00:00:00 GMT"},
                 {"name": "pipe", "type": "other"}, {"name": "no size", "type": "file"},
                 {"name": "../out.csv", "type": "file", "size": 1}, {"name": "..", "type": "directory"},
                 {"name": ".git", "type": "directory"}, {"type": "file"}, 7]""");
        bodies.put("/data/more%20%2541/", "[{\"name\": \"ä+b.csv\", \"type\": \"file\", \"size\": 3}]");
        bodies.put("/data/more%20%2541/%C3%A4%2Bb.csv", "abc");
        source().probe();
        Listing listing = source().list(SourcePath.ROOT);
        assertEquals(
                List.of("BTC USD#1.csv", "no size", "more %41/ä+b.csv"),
                listing.files().stream().map(file -> file.path().toString()).toList());
        assertEquals(12L, listing.files().getFirst().bytes());
        assertFalse(listing.truncated());
        SourceContent content = source().read(listing.files().getLast().path(), 3);
        assertEquals("abc", new String(content.bytes(), StandardCharsets.UTF_8));
        assertTrue(content.whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-chunked"})
    void of_a_large_file_only_the_beginning_is_fetched(String ending) throws Exception {
        bodies.put("/data/large" + ending, "0123456789".repeat(100_000));
        SourceContent content = source().read(SourcePath.of("large" + ending), 15);
        assertEquals("012345678901234", new String(content.bytes(), StandardCharsets.UTF_8));
        assertFalse(content.whole());
    }

    @Test
    void an_empty_file_is_read() throws Exception {
        bodies.put("/data/empty", "");
        SourceContent content = source().read(SourcePath.of("empty"), 15);
        assertEquals(0, content.bytes().length);
        assertTrue(content.whole());
    }

    @Test
    void what_is_not_to_be_had_is_said_in_words() {
        statuses.put("/data/moved", 302);
        statuses.put("/data/secret", 403);
        bodies.put("/elsewhere", "secret");
        assertEquals("gone is not there", refused("gone").getMessage());
        assertEquals(
                "moved is elsewhere (302): redirects are not followed",
                refused("moved").getMessage());
        assertEquals("secret is refused by the server (403)", refused("secret").getMessage());
        bodies.put("/data/page/", "<html>");
        assertEquals(
                "page is not listed as a JSON array of files",
                assertThrows(UnusableFileException.class, () -> source().list(SourcePath.of("page")))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 403, 302, 500, 503, 429})
    void a_server_that_does_not_list_is_down(int status) {
        statuses.put("/data/", status);
        assertThrows(IOException.class, source()::probe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{}", "", "[1"})
    void a_server_that_lists_something_else_is_down(String body) {
        bodies.put("/data/", body);
        assertThrows(IOException.class, source()::probe);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void trouble_of_the_server_is_no_trouble_of_the_file(int status) {
        statuses.put("/data/f", status);
        IOException e = assertThrows(IOException.class, () -> source().read(SourcePath.of("f"), 1));
        assertNotEquals(UnusableFileException.class, e.getClass());
        assertTrue(words(e).contains(" answers " + status), words(e));
    }

    @Test
    void an_answer_that_does_not_come_to_an_end_is_given_up() {
        bodies.put("/data/f", HANGS);
        IOException e = assertThrows(
                IOException.class, () -> source(Duration.ofMillis(300)).read(SourcePath.of("f"), 100));
        assertTrue(words(e).endsWith(" did not answer within 300 ms"), words(e));
    }

    @Test
    void a_server_that_is_not_there_is_said_in_words() {
        DataSource source = source();
        server.stop(0);
        IOException e = assertThrows(IOException.class, source::probe);
        assertTrue(words(e).contains(" cannot be reached: "), words(e));
        assertFalse(words(e).contains("null"), words(e));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:hunter2@example.org/",
                "http://hunter2@example.org/",
                "https://example.org/?token=hunter2",
                "https://example.org/#hunter2",
                "http://exam ple.org/hunter2",
                "http:///hunter2",
                "ftp://example.org/hunter2",
                "file:///hunter2"
            })
    void a_url_that_could_give_a_secret_away_or_is_none_is_refused_without_repeating_it(String url) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> DataSource.of(url, Duration.ofSeconds(1)));
        assertFalse(words(e).contains("hunter2"), words(e));
    }
}
