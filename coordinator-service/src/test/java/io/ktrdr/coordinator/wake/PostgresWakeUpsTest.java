package io.ktrdr.coordinator.wake;

import static io.ktrdr.coordinator.Eventually.eventually;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PostgresWakeUpsTest extends CoordinatorTest {
    private static final String LISTENERS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ktrdr-coordinator-listen'";

    @Inject
    WakeUp wakeUp;

    @Inject
    Vertx vertx;

    private final AtomicInteger wakeUps = new AtomicInteger();

    @BeforeEach
    void counted() {
        eventually(() -> database.number(LISTENERS) == 1, () -> "the coordinator does not listen");
        wakeUp.wakes(wakeUps::incrementAndGet);
    }

    @AfterEach
    void notCountedAnyMore() {
        wakeUp.wakes(() -> {});
    }

    private void wokenAfter(int before, String when) {
        eventually(() -> wakeUps.get() > before, () -> "no wake-up " + when);
    }

    @Test
    void a_notification_from_another_coordinator_wakes() {
        int before = wakeUps.get();
        database.sql("SELECT pg_notify('ktrdr_wake', '')");
        wokenAfter(before, "after a notification");
    }

    @Test
    void what_was_missed_while_the_connection_was_gone_is_made_up_for_when_it_is_back() {
        int before = wakeUps.get();
        database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'ktrdr-coordinator-listen'");
        wokenAfter(before, "after the reconnect");

        int afterReconnect = wakeUps.get();
        database.sql("SELECT pg_notify('ktrdr_wake', '')");
        wokenAfter(afterReconnect, "after a notification on the new connection");
    }

    @Test
    void a_database_that_is_not_there_at_the_start_is_listened_to_once_it_is() throws Exception {
        int port = freePort();
        PostgresWakeUps late = new PostgresWakeUps(
                vertx, wakeUp, "127.0.0.1:" + port, configured("name"), configured("user"), configured("password"));
        late.listen(new StartupEvent());
        NetServer gate = relayToPostgres();
        try {
            int before = wakeUps.get();
            gate.listen(port, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            wokenAfter(before, "after the database came up");
            eventually(() -> database.number(LISTENERS) == 2, () -> "the late one does not listen");
        } finally {
            late.stop(new ShutdownEvent());
            gate.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }

    private NetServer relayToPostgres() {
        String address = configured("address");
        String host = address.substring(0, address.lastIndexOf(':'));
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return vertx.createNetServer().connectHandler(client -> {
            client.pause();
            vertx.createNetClient()
                    .connect(port, host)
                    .onFailure(failure -> client.close())
                    .onSuccess(server -> {
                        server.pipeTo(client);
                        client.pipeTo(server);
                    });
        });
    }

    private static String configured(String property) {
        return ConfigProvider.getConfig().getValue("ktrdr.db." + property, String.class);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
