package io.ktrdr.coordinator.service;

import io.ktrdr.contracts.pool.ServiceView;
import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether what tasks rely on answers. The ticking coordinator looks, as its agents will use it; everybody reads what it saw. Up
 * is what has answered within the last ten seconds, by the database's clock: nobody has to notice that it went down.
 */
@Singleton
public final class Services {
    private static final Logger LOG = Logger.getLogger(Services.class);
    private static final String NOT_CONFIGURED = "not configured";
    private static final String ANSWERS = "";

    private static final String LIST = """
            SELECT n.name, s.source, s.last_success, s.error,
                   coalesce(s.last_success > now() - interval '10 seconds', false) AS up
              FROM unnest($1::text[]) AS n(name) LEFT JOIN service s ON s.name = n.name
             ORDER BY n.name
            """;

    private static final String IS_UP =
            "SELECT 1 FROM service WHERE name = $1 AND last_success > now() - interval '10 seconds'";

    /** $1 name, $2 source, $3 why it does not answer, null when it does. Tells how it was before. */
    private static final String SEEN = """
            WITH before AS (
              SELECT last_success > now() - interval '10 seconds' AS up, error FROM service WHERE name = $1)
            INSERT INTO service AS s (name, source, last_success, error)
            VALUES ($1, $2, CASE WHEN $3::text IS NULL THEN now() END, $3)
            ON CONFLICT (name) DO UPDATE
               SET source = excluded.source, error = excluded.error,
                   last_success = CASE WHEN excluded.source IS DISTINCT FROM s.source THEN excluded.last_success
                                       ELSE coalesce(excluded.last_success, s.last_success) END
            RETURNING coalesce((SELECT up FROM before), false) AS was_up, (SELECT error FROM before) AS last_error
            """;

    private final Database database;
    private final ServiceConfig config;
    private final MonotonicClock clock;
    private final WakeUp wakeUp;
    private final Optional<DataSource> dataSource;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long nextLook = Long.MIN_VALUE;

    Services(Database database, ServiceConfig config, MonotonicClock clock, WakeUp wakeUp) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.wakeUp = wakeUp;
        this.dataSource = config.source().map(source -> dataSource(source, config));
    }

    private static DataSource dataSource(String source, ServiceConfig config) {
        try {
            return DataSource.of(source, config.timeout());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ktrdr.discovery.source " + e.getMessage());
        }
    }

    /** Empty when none is configured. */
    public Optional<DataSource> dataSource() {
        return dataSource;
    }

    /** Whether tasks that need it are begun at this moment. */
    public Uni<Boolean> isUp(ServiceName name) {
        return database.execute(IS_UP, Tuple.of(name.wireName())).map(rows -> rows.size() > 0);
    }

    public Uni<List<ServiceView>> list() {
        String[] names =
                Arrays.stream(ServiceName.values()).map(ServiceName::wireName).toArray(String[]::new);
        return database.execute(LIST, Tuple.of(names)).map(rows -> {
            List<ServiceView> services = new ArrayList<>();
            rows.forEach(row -> services.add(view(row)));
            return services;
        });
    }

    private static ServiceView view(Row row) {
        OffsetDateTime lastSuccess = row.getOffsetDateTime("last_success");
        ServiceName name = ServiceName.of(row.getString("name"));
        return new ServiceView(
                name.wireName(),
                row.getString("source"),
                row.getBoolean("up"),
                lastSuccess == null ? null : lastSuccess.toInstant(),
                row.getString("source") == null ? NOT_CONFIGURED : row.getString("error"),
                name.neededBy());
    }

    /** Looks again if it is time to; nobody waits for it. Called by whoever ticks. */
    public void look() {
        if (clock.millis() < nextLook || !looking.compareAndSet(false, true)) {
            return;
        }
        nextLook = clock.millis() + config.probeInterval().toMillis();
        Thread.ofVirtual()
                .name("probe")
                .start(() -> seen(dataSource.map(Services::probe).orElse(NOT_CONFIGURED)));
    }

    /** Why it does not answer; empty when it does. */
    private static String probe(DataSource source) {
        try {
            source.probe();
            return ANSWERS;
        } catch (IOException | RuntimeException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the look was broken off";
        }
    }

    private void seen(String trouble) {
        @Nullable String error = trouble.equals(ANSWERS) ? null : trouble;
        Tuple values =
                Tuple.of(ServiceName.DISCOVERY.wireName(), config.source().orElse(null), error);
        database.execute(SEEN, values)
                .map(rows -> rows.iterator().next())
                // not before: a later look must not be overtaken by this one
                .onTermination()
                .invoke(() -> looking.set(false))
                .subscribe()
                .with(
                        before -> told(before.getBoolean("was_up"), before.getString("last_error"), error),
                        failure -> LOG.debugf(failure, "What was seen of the data source could not be stored"));
    }

    /** Once for each change, not at each look. */
    private void told(boolean wasUp, @Nullable String lastError, @Nullable String error) {
        if (error == null && !wasUp) {
            LOG.infof("The data source %s answers", config.source().orElse(""));
            wakeUp.now();
        } else if (error != null && wasUp && lastError == null) {
            LOG.warnf("The data source does not answer: %s", error);
        }
    }
}
