package io.ktrdr.registry.worker;

import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.worker.HealthHistory;
import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.HeartbeatAnswer;
import io.ktrdr.contracts.worker.RegistrationAccepted;
import io.ktrdr.contracts.worker.WorkerRegistration;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.database.Database;
import io.ktrdr.registry.health.HealthStore;
import io.ktrdr.registry.health.Recovery;
import io.ktrdr.registry.health.RecoveryMachine;
import io.ktrdr.registry.reservation.ReservationStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** What workers and their operators ask of the registry. */
@Singleton
final class Workers {
    private static final Logger LOG = Logger.getLogger(Workers.class);

    private final Database database;
    private final WorkerStore store;
    private final HealthStore health;
    private final Heartbeats heartbeats;
    private final ReservationStore reservations;
    private final Timing timing;

    Workers(
            Database database,
            WorkerStore store,
            HealthStore health,
            Heartbeats heartbeats,
            ReservationStore reservations,
            Timing timing) {
        this.database = database;
        this.store = store;
        this.health = health;
        this.heartbeats = heartbeats;
        this.reservations = reservations;
        this.timing = timing;
    }

    Uni<RegistrationAccepted> register(WorkerRegistration registration) {
        return database.transaction(connection -> store.register(connection, registration))
                .map(accepted -> answer(registration, accepted));
    }

    private RegistrationAccepted answer(WorkerRegistration registration, boolean accepted) {
        if (!accepted) {
            LOG.warnf(
                    "Refused %s, incarnation %s: a newer one has registered",
                    registration.workerId(), registration.incarnation());
            throw superseded(registration.workerId());
        }
        LOG.infof(
                "Registered %s worker %s at %s, incarnation %s",
                registration.workerType().wireName(),
                registration.workerId(),
                registration.url(),
                registration.incarnation());
        return new RegistrationAccepted(
                timing.heartbeat().toMillis(), timing.lease().toMillis());
    }

    Uni<HeartbeatAnswer> heartbeat(String workerId, Heartbeat heartbeat) {
        return heartbeats.take(workerId, heartbeat).map(heard -> answer(workerId, heard));
    }

    private HeartbeatAnswer answer(String workerId, Heard heard) {
        return switch (heard.as()) {
            case WELCOME ->
                new HeartbeatAnswer(
                        timing.heartbeat().toMillis(), timing.lease().toMillis(), heard.drained(), heard.restart());
            case SUPERSEDED -> throw superseded(workerId);
            case UNKNOWN -> throw ProblemException.notFound("worker", workerId + " of this incarnation: register");
        };
    }

    private static ProblemException superseded(String workerId) {
        return new ProblemException(
                ProblemCode.SUPERSEDED, "A newer process has registered as " + workerId + ": this one must stop");
    }

    Uni<List<WorkerView>> list() {
        return database.statement(this::views);
    }

    Uni<WorkerView> show(String workerId) {
        return list().map(views -> one(workerId, views));
    }

    Uni<HealthHistory> history(String workerId) {
        return show(workerId)
                .chain(worker -> database.statement(client -> health.history(client, workerId)))
                .map(HealthHistory::new);
    }

    /** Alone: syncs write its record, and sweeps its recovery. */
    Uni<WorkerView> recover(String workerId) {
        return database.transaction(connection -> reservations
                        .lock(connection)
                        .chain(() -> store.lock(connection, workerId))
                        .chain(() -> store.roster(connection))
                        .chain(roster -> recover(connection, workerId, roster)))
                .chain(() -> show(workerId));
    }

    private Uni<Void> recover(SqlConnection connection, String workerId, Roster roster) {
        KnownWorker worker = roster.workers().stream()
                .filter(known -> known.id().equals(workerId))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("worker", workerId));
        Recovery from = worker.condition().recovery();
        Recovery to = RecoveryMachine.recover(
                from, worker.incarnation(), roster.hearing().now());
        LOG.infof("Recovery of %s begins anew, as somebody wants it", workerId);
        return health.forgive(connection, workerId)
                .chain(() -> health.change(connection, List.of(new HealthStore.Change(workerId, from, to))))
                .replaceWithVoid();
    }

    Uni<WorkerView> drain(String workerId, boolean drained) {
        return database.statement(client -> store.drain(client, workerId, drained)
                        .invoke(known -> refuseUnknown(workerId, known))
                        .chain(() -> views(client)))
                .map(views -> one(workerId, views));
    }

    private Uni<List<WorkerView>> views(SqlClient client) {
        return store.roster(client)
                .chain(roster -> reservations.read(client).map(read -> new WorkerViews(roster, read, timing).all()));
    }

    private static void refuseUnknown(String workerId, boolean known) {
        if (!known) {
            throw ProblemException.notFound("worker", workerId);
        }
    }

    private static WorkerView one(String workerId, List<WorkerView> views) {
        return views.stream()
                .filter(view -> view.workerId().equals(workerId))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("worker", workerId));
    }
}
