package io.ktrdr.registry.worker;

import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.database.Database;
import io.ktrdr.registry.reservation.Reservation;
import io.ktrdr.registry.reservation.ReservationStore;
import io.ktrdr.registry.reservation.Reservations;
import io.ktrdr.registry.telemetry.Telemetry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Notes regularly that the registry can hear, tells who fell silent, and forgets those silent for long. */
@Singleton
public final class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);

    private final Database database;
    private final WorkerStore store;
    private final ReservationStore reservations;
    private final Checkups checkups;
    private final Timing timing;
    private final Clock clock;
    private final Telemetry telemetry;
    private volatile Instant lastSuccess;
    /** For the log alone: to say once that a worker is lost, and once that it is back. */
    private volatile Set<String> lost = Set.of();

    Sweep(
            Database database,
            WorkerStore store,
            ReservationStore reservations,
            Checkups checkups,
            Timing timing,
            Clock clock,
            Telemetry telemetry) {
        this.database = database;
        this.store = store;
        this.reservations = reservations;
        this.checkups = checkups;
        this.timing = timing;
        this.clock = clock;
        this.telemetry = telemetry;
        this.lastSuccess = Instant.EPOCH;
    }

    /** Before the first request is served, so that nobody is judged by silence from before the start. */
    void start(@Observes StartupEvent started) {
        database.statement(store::startHearing).await().atMost(Duration.ofSeconds(10));
        lastSuccess = clock.instant();
    }

    @Scheduled(every = "{ktrdr.registry.sweep-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return database.statement(
                        client -> store.sweep(client, timing.heartbeat()).chain(() -> store.roster(client)))
                .invoke(this::tell)
                .call(checkups::run)
                .chain(this::forgetSilent)
                .invoke(() -> lastSuccess = clock.instant())
                // an outage of the database: already in the log, and readiness tells
                .onFailure(ProblemException.class)
                .recoverWithNull();
    }

    /** How long ago the registry last made sure that it can hear. */
    Duration age() {
        return Duration.between(lastSuccess, clock.instant());
    }

    private void tell(Roster roster) {
        Set<String> silent = Set.copyOf(silentFor(timing.lease(), roster));
        for (KnownWorker worker : roster.workers()) {
            if (silent.contains(worker.id()) && !lost.contains(worker.id())) {
                LOG.warnf(
                        "Worker %s is lost: silent for more than %d s",
                        worker.id(), timing.lease().toSeconds());
                telemetry.workerLost();
            }
            // after an outage of the registry itself nobody is judged silent, and yet nobody was heard
            if (lost.contains(worker.id())
                    && !silent.contains(worker.id())
                    && roster.hearing().heard(worker)) {
                LOG.infof("Worker %s is back", worker.id());
            }
        }
        lost = silent;
    }

    private Uni<Void> forgetSilent(Roster roster) {
        if (silentFor(timing.forgetAfter(), roster).isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return database.transaction(this::forgetSilent);
    }

    /** Alone with the reservations: a worker that a sync is about to adopt must not vanish under its hands. */
    private Uni<Void> forgetSilent(SqlConnection connection) {
        return reservations
                .lock(connection)
                .chain(() -> store.roster(connection))
                .chain(roster -> reservations.read(connection).map(read -> forgettable(roster, read)))
                .call(ids -> store.forget(connection, ids))
                .call(() -> store.forgetIncarnations(connection))
                .invoke(ids -> ids.forEach(id -> LOG.infof("Forgot worker %s: silent for too long", id)))
                .replaceWithVoid();
    }

    private List<String> forgettable(Roster roster, Reservations read) {
        Set<String> reserved =
                read.current().stream().map(Reservation::workerId).collect(Collectors.toSet());
        return silentFor(timing.forgetAfter(), roster).stream()
                .filter(id -> !reserved.contains(id))
                .toList();
    }

    private static List<String> silentFor(Duration longest, Roster roster) {
        return roster.workers().stream()
                .filter(worker -> roster.hearing().silenceOf(worker).compareTo(longest) > 0)
                .map(KnownWorker::id)
                .toList();
    }
}
