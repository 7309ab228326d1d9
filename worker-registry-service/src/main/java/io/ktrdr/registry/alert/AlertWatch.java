package io.ktrdr.registry.alert;

import io.ktrdr.alerts.store.Alerts;
import io.ktrdr.alerts.store.Fence;
import io.ktrdr.alerts.store.SignalQuery;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.database.Database;
import io.ktrdr.registry.worker.Timing;
import io.ktrdr.registry.worker.WorkerStore;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Looks regularly at all workers, as every registry over the same tables may: the tables see to it that each alert is one. */
@Singleton
final class AlertWatch {
    private final Database database;
    private final WorkerStore store;
    private final Timing timing;
    private final Alerts alerts;

    AlertWatch(Database database, WorkerStore store, Timing timing, Alerts alerts) {
        this.database = database;
        this.store = store;
        this.timing = timing;
        this.alerts = alerts;
    }

    /** With rules that cannot be used this is not made, and the registry does not start. */
    void atStart(@Observes StartupEvent event) {}

    @Scheduled(every = "{ktrdr.alerts.evaluate-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return database.statement(store::roster)
                .chain(roster -> alerts.evaluate(Fence.NONE, SignalQuery.NOTHING, WorkerSignals.of(roster, timing)))
                .replaceWithVoid()
                // an outage of the database: already in the log
                .onFailure(ProblemException.class)
                .recoverWithNull();
    }
}
