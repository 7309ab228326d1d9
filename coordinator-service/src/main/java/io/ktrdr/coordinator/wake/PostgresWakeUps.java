package io.ktrdr.coordinator.wake;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Wake-ups from other replicas, by LISTEN. One is lost while the connection is down, so each reconnect is one too. */
@Singleton
final class PostgresWakeUps {
    private static final Logger LOG = Logger.getLogger(PostgresWakeUps.class);
    private static final String CHANNEL = "ktrdr_wake";
    private static final long RECONNECT_MILLIS = 1_000;

    private final PgSubscriber subscriber;
    private final WakeUp wakeUp;

    PostgresWakeUps(
            Vertx vertx,
            WakeUp wakeUp,
            @ConfigProperty(name = "ktrdr.db.address") String address,
            @ConfigProperty(name = "ktrdr.db.name") String database,
            @ConfigProperty(name = "ktrdr.db.user") String user,
            @ConfigProperty(name = "ktrdr.db.password") String password) {
        this.wakeUp = wakeUp;
        PgConnectOptions options = PgConnectOptions.fromUri("postgresql://" + address + "/" + database)
                .setUser(user)
                .setPassword(password)
                .addProperty("application_name", "ktrdr-coordinator-listen");
        subscriber = PgSubscriber.subscriber(vertx, options);
    }

    void listen(@Observes StartupEvent event) {
        subscriber.reconnectPolicy(retries -> RECONNECT_MILLIS);
        subscriber.channel(CHANNEL).subscribeHandler(ignored -> wakeUp.now()).handler(payload -> wakeUp.now());
        subscriber.connect().onFailure(e -> LOG.warnf("Not listening for wake-ups yet: %s", e.getMessage()));
    }

    void stop(@Observes ShutdownEvent event) {
        subscriber.close();
    }
}
