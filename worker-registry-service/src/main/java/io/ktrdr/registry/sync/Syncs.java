package io.ktrdr.registry.sync;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.database.Database;
import io.ktrdr.registry.reservation.RegistryState;
import io.ktrdr.registry.reservation.ReservationStore;
import io.ktrdr.registry.telemetry.Telemetry;
import io.ktrdr.registry.worker.Timing;
import io.ktrdr.registry.worker.WorkerStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** One sync: one transaction, one at a time, five statements whatever its size. */
@Singleton
final class Syncs {
    private static final Logger LOG = Logger.getLogger(Syncs.class);

    private final Database database;
    private final WorkerStore workers;
    private final ReservationStore reservations;
    private final Timing timing;
    private final Telemetry telemetry;

    Syncs(Database database, WorkerStore workers, ReservationStore reservations, Timing timing, Telemetry telemetry) {
        this.database = database;
        this.workers = workers;
        this.reservations = reservations;
        this.timing = timing;
        this.telemetry = telemetry;
    }

    Uni<SyncResponse> sync(SyncRequest request) {
        Runnable answered = telemetry.syncBegins();
        return database.transaction(connection -> reservations
                        .lock(connection)
                        .invoke(stored -> refuseStale(request, stored))
                        .chain(stored ->
                                decide(connection, request, stored).invoke(decision -> tellRestore(stored, decision)))
                        .call(decision -> reservations.write(connection, decision.change())))
                .invoke(Syncs::tell)
                .invoke(decision ->
                        telemetry.reserved(decision.change().reserved().size()))
                .onTermination()
                .invoke(answered)
                .map(Decision::response);
    }

    private Uni<Decision> decide(SqlConnection connection, SyncRequest request, RegistryState stored) {
        return workers.roster(connection)
                .chain(roster -> reservations
                        .read(connection)
                        .map(read -> Matching.decide(request, stored, roster, read, timing)));
    }

    private static void refuseStale(SyncRequest request, RegistryState stored) {
        boolean stale =
                request.epoch() < stored.epoch() || (request.epoch() == stored.epoch() && request.seq() < stored.seq());
        if (stale) {
            String detail = "epoch %d, seq %d is below the stored epoch %d, seq %d"
                    .formatted(request.epoch(), request.seq(), stored.epoch(), stored.seq());
            throw new ProblemException(
                    Problem.of(ProblemCode.STALE_SYNC, detail).withStored(stored.epoch(), stored.seq()));
        }
    }

    private static void tellRestore(RegistryState stored, Decision decision) {
        if (stored.rebuildingUntil() == null && decision.change().state().rebuildingUntil() != null) {
            LOG.warn("The coordinator and the workers know more than this registry, as after a restore from a backup:"
                    + " nothing is granted for one heartbeat interval");
        }
    }

    private static void tell(Decision decision) {
        SyncResponse response = decision.response();
        response.granted()
                .forEach(grant ->
                        LOG.debugf("Granted %s to %s, token %d", grant.workerId(), grant.claim(), grant.token()));
        response.lost().stream()
                .filter(lost -> lost.reason() != LostReason.SILENT)
                .forEach(lost -> LOG.infof(
                        "%s is lost: its worker %s", lost.claim(), lost.reason().wireName()));
        response.strays()
                .forEach(stray -> LOG.infof(
                        "%s runs %s, token %d, which nobody holds", stray.workerId(), stray.claim(), stray.token()));
    }
}
