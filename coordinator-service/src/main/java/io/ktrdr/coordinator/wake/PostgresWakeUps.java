package io.ktrdr.coordinator.wake;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Wake-ups from other replicas, by LISTEN. Those sent while the connection is down are lost, so each connection begins with
 * one. The connection is made anew until it stands, for as long as the process lives.
 */
@Singleton
final class PostgresWakeUps {
    private static final Logger LOG = Logger.getLogger(PostgresWakeUps.class);
    private static final long RECONNECT_MILLIS = 1_000;

    private final Vertx vertx;
    private final WakeUp wakeUp;
    private final PgConnectOptions options;
    private volatile @Nullable PgConnection connection;
    private volatile boolean stopped;

    PostgresWakeUps(
            Vertx vertx,
            WakeUp wakeUp,
            @ConfigProperty(name = "ktrdr.db.address") String address,
            @ConfigProperty(name = "ktrdr.db.name") String database,
            @ConfigProperty(name = "ktrdr.db.user") String user,
            @ConfigProperty(name = "ktrdr.db.password") String password) {
        this.vertx = vertx;
        this.wakeUp = wakeUp;
        options = PgConnectOptions.fromUri("postgresql://" + address + "/" + database)
                .setUser(user)
                .setPassword(password)
                .addProperty("application_name", "ktrdr-coordinator-listen");
        options.setTcpKeepAlive(true);
    }

    void listen(@Observes StartupEvent event) {
        connect();
    }

    private void connect() {
        PgConnection.connect(vertx, options).compose(this::listenOn).onFailure(failure -> {
            LOG.debugf("Not listening for wake-ups: %s", failure.getMessage());
            connectLater();
        });
    }

    private Future<Void> listenOn(PgConnection made) {
        made.notificationHandler(notification -> wakeUp.now());
        return made.query("LISTEN ktrdr_wake")
                .execute()
                .onFailure(failure -> made.close())
                .map(listening -> {
                    made.closeHandler(closed -> connectLater());
                    connection = made;
                    if (stopped) {
                        made.close();
                    }
                    wakeUp.now();
                    return null;
                });
    }

    private void connectLater() {
        connection = null;
        if (!stopped) {
            vertx.setTimer(RECONNECT_MILLIS, timer -> connect());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        PgConnection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
