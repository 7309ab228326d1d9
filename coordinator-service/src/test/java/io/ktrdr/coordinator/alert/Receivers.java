package io.ktrdr.coordinator.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Whoever is told: a webhook, and a real mail server. */
public final class Receivers implements QuarkusTestResourceLifecycleManager {
    static final String SECRET = "T0-a-secret";

    private final Hook hook = new Hook();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    /** Answers as it is told, and remembers what it took. */
    public static final class Hook {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final HttpServer server;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
        private final AtomicInteger requests = new AtomicInteger();
        private volatile int failures;
        /** What a test left hanging is nobody's any more. */
        private volatile int test;

        private volatile CountDownLatch gate = new CountDownLatch(0);

        Hook() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(threads);
            server.createContext("/", this::handle);
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                int askedIn = test;
                requests.incrementAndGet();
                JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
                gate.await();
                boolean fails = failures > 0;
                if (fails) {
                    failures--;
                } else if (askedIn == test) {
                    taken.add(body);
                }
                exchange.sendResponseHeaders(fails ? 500 : 200, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void startOver() {
            test = test + 1;
            taken.clear();
            requests.set(0);
            failures = 0;
            gate.countDown();
        }

        /** So many requests are answered 500. */
        void fails(int times) {
            failures = times;
        }

        /** Nobody gets an answer. */
        void hangs() {
            gate = new CountDownLatch(1);
        }

        void goesOn() {
            gate.countDown();
        }

        int requests() {
            return requests.get();
        }

        List<JsonNode> taken() {
            return List.copyOf(taken);
        }
    }

    @Override
    public Map<String, String> start() {
        hook.server.start();
        mail.start();
        return Map.of(
                "ktrdr.alerts.channels.hook.type", "webhook",
                "ktrdr.alerts.channels.hook.url",
                        "http://127.0.0.1:" + hook.server.getAddress().getPort() + "/" + SECRET,
                "ktrdr.alerts.channels.hook.timeout", "2s",
                "ktrdr.alerts.channels.people.type", "email",
                "ktrdr.alerts.channels.people.recipients", "ann@example.org,bob@example.org",
                "ktrdr.alerts.channels.people.minimum-severity", "critical",
                "ktrdr.alerts.mail.port", String.valueOf(mail.getSmtp().getPort()),
                "ktrdr.alerts.mail.from", "ktrdr@example.org",
                "quarkus.mailer.mock", "false");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(hook, new TestInjector.MatchesType(Hook.class));
        injector.injectIntoFields(mail, new TestInjector.MatchesType(GreenMail.class));
    }

    @Override
    public void stop() {
        hook.goesOn();
        hook.server.stop(0);
        hook.threads.close();
        mail.stop();
    }
}
