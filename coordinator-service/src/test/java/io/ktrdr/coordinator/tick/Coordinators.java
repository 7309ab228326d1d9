package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.sync.SyncApi;
import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.coordinator.admission.Admission;
import io.ktrdr.coordinator.agent.AgentPool;
import io.ktrdr.coordinator.agent.AgentPools;
import io.ktrdr.coordinator.agent.AgentRoster;
import io.ktrdr.coordinator.alert.AlertWatch;
import io.ktrdr.coordinator.dispatch.WorkerCallers;
import io.ktrdr.coordinator.readiness.Locks;
import io.ktrdr.coordinator.repository.Tidying;
import io.ktrdr.coordinator.service.Services;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Further coordinators over the same database: each with its own lease, loop, agents and calls. */
@Singleton
public class Coordinators {
    private final Database database;
    private final TickStore store;
    private final SyncApi registry;
    private final Admission admission;
    private final TickConfig config;
    private final DeadlineConfig deadlines;
    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final AgentPools agents;
    private final WorkerCallers workers;
    private final AgentRoster roster;
    private final Services services;
    private final AlertWatch alerts;
    private final Locks locks;
    private final Tidying tidying;
    private final Telemetry telemetry;

    Coordinators(
            Database database,
            TickStore store,
            SyncApi registry,
            Admission admission,
            TickConfig config,
            DeadlineConfig deadlines,
            Clock clock,
            MonotonicClock monotonicClock,
            AgentPools agents,
            WorkerCallers workers,
            AgentRoster roster,
            Services services,
            AlertWatch alerts,
            Locks locks,
            Tidying tidying,
            Telemetry telemetry) {
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.admission = admission;
        this.config = config;
        this.deadlines = deadlines;
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.agents = agents;
        this.workers = workers;
        this.roster = roster;
        this.services = services;
        this.alerts = alerts;
        this.locks = locks;
        this.tidying = tidying;
        this.telemetry = telemetry;
    }

    record Coordinator(Ticker ticker, AgentPool agents, LeaderLease lease) {}

    Coordinator another() {
        WakeUp wakeUp = new WakeUp();
        LeaderLease lease = new LeaderLease(database, config, monotonicClock);
        AgentPool pool = agents.another(wakeUp);
        Tick tick = new Tick(
                store,
                new SyncExchange(registry, config, clock),
                new Apply(store, lease),
                new Starts(workers.another(wakeUp), pool),
                admission,
                pool,
                roster,
                config,
                deadlines,
                lease,
                services,
                alerts,
                locks,
                tidying);
        return new Coordinator(new Ticker(lease, tick, pool, clock, monotonicClock, telemetry, wakeUp), pool, lease);
    }
}
