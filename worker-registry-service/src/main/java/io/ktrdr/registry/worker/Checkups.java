package io.ktrdr.registry.worker;

import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.database.Database;
import io.ktrdr.registry.health.HealthConfig;
import io.ktrdr.registry.health.HealthStore;
import io.ktrdr.registry.health.HealthStore.Change;
import io.ktrdr.registry.health.Recovery;
import io.ktrdr.registry.health.RecoveryMachine;
import io.ktrdr.registry.health.RecoveryState;
import io.ktrdr.registry.reservation.ReservationStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Looks at all workers with every sweep: who falls ill, whose recovery gets a step further; and writes the history. */
@Singleton
final class Checkups {
    private static final Logger LOG = Logger.getLogger(Checkups.class);

    private final Database database;
    private final HealthStore store;
    private final ReservationStore reservations;
    private final Timing timing;
    private final Duration sampleInterval;
    private final Clock clock;
    private Instant lastSample = Instant.EPOCH;

    Checkups(
            Database database,
            HealthStore store,
            ReservationStore reservations,
            Timing timing,
            HealthConfig config,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.reservations = reservations;
        this.timing = timing;
        this.sampleInterval = config.sampleInterval();
        this.clock = clock;
    }

    /** No statement when nothing changes; one, however many workers do. */
    Uni<Void> run(Roster roster) {
        List<Change> changes = roster.workers().stream()
                .map(worker -> step(worker, roster.hearing()))
                .filter(change -> change.from() != change.to())
                .toList();
        Uni<Void> changed = changes.isEmpty()
                ? Uni.createFrom().voidItem()
                : database.statement(client -> store.change(client, changes))
                        .invoke(ids -> changes.stream()
                                .filter(change -> ids.contains(change.workerId()))
                                .forEach(Checkups::tell))
                        .replaceWithVoid();
        return changed.chain(() -> sample(roster));
    }

    private Change step(KnownWorker worker, Hearing hearing) {
        Recovery from = worker.condition().recovery();
        Recovery to =
                RecoveryMachine.next(from, worker.vitals(hearing, timing.health()), hearing.now(), timing.health());
        return new Change(worker.id(), from, to);
    }

    private Uni<Void> sample(Roster roster) {
        Instant now = clock.instant();
        boolean due = now.isBefore(lastSample) || !now.isBefore(lastSample.plus(sampleInterval));
        if (!due || roster.workers().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        lastSample = now;
        // a little less than an interval: it is the other registry's sample that must not be doubled
        Duration since = sampleInterval.multipliedBy(9).dividedBy(10);
        return database.statement(client -> reservations
                .read(client)
                .map(read -> new WorkerViews(roster, read, timing)
                        .all().stream().map(Checkups::measured).toList())
                .chain(measured -> store.sample(client, measured, since)));
    }

    private static HealthStore.Measured measured(WorkerView worker) {
        return new HealthStore.Measured(worker.workerId(), worker.state(), worker.health());
    }

    private static void tell(Change change) {
        RecoveryState state = change.to().state();
        String reason = change.to().reason();
        switch (state) {
            case TIMEOUT, ERROR -> LOG.warnf("Worker %s fell ill: %s", change.workerId(), reason);
            case RECOVERY ->
                LOG.infof(
                        "Worker %s is to start anew, round %d",
                        change.workerId(), change.to().round());
            case BACKOFF ->
                LOG.infof(
                        "Worker %s is back, and stands back for %d s",
                        change.workerId(),
                        Duration.between(change.to().since(), change.to().until())
                                .toSeconds());
            case STARTING -> LOG.debugf("Worker %s starts again", change.workerId());
            case FAILED ->
                LOG.errorf(
                        "Worker %s has been recovered %d times in a row and needs a person: %s",
                        change.workerId(), change.to().round(), reason);
            case WELL -> {
                if (change.from().state() != RecoveryState.WELL) {
                    LOG.infof("Worker %s is well again", change.workerId());
                }
            }
        }
    }
}
