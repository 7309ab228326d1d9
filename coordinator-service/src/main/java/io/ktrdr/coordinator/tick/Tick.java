package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.coordinator.admission.Admission;
import io.ktrdr.coordinator.agent.AgentPool;
import io.ktrdr.coordinator.agent.AgentRoster;
import io.ktrdr.coordinator.agent.Crew;
import io.ktrdr.coordinator.alert.AlertWatch;
import io.ktrdr.coordinator.readiness.Locks;
import io.ktrdr.coordinator.repository.Tidying;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.research.Executor;
import io.ktrdr.coordinator.research.Observation;
import io.ktrdr.coordinator.research.Patience;
import io.ktrdr.coordinator.research.Placement;
import io.ktrdr.coordinator.research.Plan;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.coordinator.research.StateMachine;
import io.ktrdr.coordinator.research.Transition;
import io.ktrdr.coordinator.research.WaitingCause;
import io.ktrdr.coordinator.service.Services;
import io.ktrdr.coordinator.tick.LeaderLease.Term;
import io.ktrdr.coordinator.tick.SyncExchange.RegistryAhead;
import io.ktrdr.coordinator.tick.TickStore.Researches;
import io.ktrdr.coordinator.tick.TickStore.Waiter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the loop: load, sync, decide, apply, start. The number of statements and of registry calls does not depend
 * on the number of researches.
 */
@Singleton
final class Tick {
    private static final Logger LOG = Logger.getLogger(Tick.class);
    private static final int LINE_HEADS = 64;
    /** More than there are places for researches in line and for tasks, with those that are tried again. */
    private static final int WAITING = 1000;

    private static final long NOT_LIFTED = 0;

    private final TickStore store;
    private final SyncExchange registry;
    private final Apply apply;
    private final Starts starts;
    private final Admission admission;
    private final AgentPool agents;
    private final AgentRoster roster;
    private final TickConfig config;
    private final LeaderLease lease;
    private final Services services;
    private final AlertWatch alerts;
    private final Locks locks;
    private final Tidying tidying;
    private final Patience patience;

    // touched by the tick only, which is single-flight
    private @Nullable Reconciliation reconciliation;
    /** The epoch above the registry's, until it has accepted that. */
    private long liftedTo = NOT_LIFTED;

    Tick(
            TickStore store,
            SyncExchange registry,
            Apply apply,
            Starts starts,
            Admission admission,
            AgentPool agents,
            AgentRoster roster,
            TickConfig config,
            DeadlineConfig deadlines,
            LeaderLease lease,
            Services services,
            AlertWatch alerts,
            Locks locks,
            Tidying tidying) {
        this.store = store;
        this.registry = registry;
        this.apply = apply;
        this.starts = starts;
        this.admission = admission;
        this.agents = agents;
        this.roster = roster;
        this.config = config;
        this.lease = lease;
        this.services = services;
        this.alerts = alerts;
        this.locks = locks;
        this.tidying = tidying;
        this.patience = patience(config, deadlines);
    }

    /** A worker that is cut off for less than its lease is not at fault: it must not be blamed for a standstill. */
    static Patience patience(TickConfig config, DeadlineConfig deadlines) {
        requireLonger("ktrdr.deadline.job", deadlines.job(), config.workerLease());
        requireLonger("ktrdr.deadline.agent", deadlines.agent(), config.workerLease());
        return new Patience(
                config.workerLease().toMillis(),
                deadlines.job().toMillis(),
                deadlines.agent().toMillis());
    }

    private static void requireLonger(String name, Duration deadline, Duration workerLease) {
        if (deadline.compareTo(workerLease) <= 0) {
            throw new IllegalArgumentException(
                    name + " must be longer than ktrdr.tick.worker-lease, " + workerLease + ", and is " + deadline);
        }
    }

    /**
     * What the database said at the beginning.
     *
     * @param unreadable claims in line or reserved that make no sense, and whose they are
     */
    private record Loaded(
            Set<String> agentsAtWork,
            Researches due,
            Line line,
            List<Waiter> waiters,
            Standings standings,
            List<Reserved> reserved,
            Crew crew,
            Map<String, String> unreadable) {}

    /** @return true when there is more to do at once */
    Uni<Boolean> run(Term term) {
        if (reconciliation == null || !reconciliation.isOf(term)) {
            reconciliation = new Reconciliation(term);
        }
        return turn(term, reconciliation)
                .onFailure(RegistryAhead.class)
                .recoverWithUni(ahead -> goAbove(term.epoch(), ((RegistryAhead) ahead).storedEpoch()));
    }

    private Uni<Boolean> turn(Term term, Reconciliation begun) {
        long epoch = term.epoch();
        services.look();
        tidying.look();
        return load(epoch, begun)
                .call(() -> lease.keep(epoch))
                .chain(loaded -> registry.run(epoch, loaded.reserved(), loaded.line())
                        .invoke(answer -> liftedTo = answer.isPresent() ? NOT_LIFTED : liftedTo)
                        .chain(answer -> advance(term, loaded, answer, begun)
                                .call(() -> lease.keep(epoch))
                                .call(() -> tidy(epoch, loaded, answer))
                                .call(() -> alerts.judge(epoch, registry.answers()))
                                // after the alerts, or none would ever see one that has expired
                                .call(() -> renewLocks(epoch, loaded, answer))
                                // by whom does not matter: everybody who triggers admits too, under the same lock
                                .chain(more -> admission
                                        .admitFromQueue(loaded.standings().ready(loaded.waiters()))
                                        .map(admitted -> more || admitted))));
    }

    /**
     * Goes on at once under an epoch that the registry accepts. If it does not accept that one either, then not at once: two
     * coordinators with databases of their own would chase each other.
     */
    private Uni<Boolean> goAbove(long epoch, long storedEpoch) {
        boolean again = epoch != liftedTo;
        return lease.liftAbove(epoch, storedEpoch).map(lifted -> {
            if (lifted) {
                liftedTo = Math.max(epoch, storedEpoch) + 1;
                LOG.warnf(
                        "The registry has heard epoch %d already, as when this coordinator's database was restored from a"
                                + " backup, or another one uses this registry too: epoch %d becomes %d",
                        storedEpoch, epoch, liftedTo);
            }
            return lifted && again;
        });
    }

    private Uni<Loaded> load(long epoch, Reconciliation begun) {
        // before the database is read: who is missing here then had written his result by the time of the reading
        Set<String> agentsAtWork = agents.running();
        return Uni.combine()
                .all()
                .unis(
                        store.due(epoch, agentsAtWork, patience, config.pageSize()),
                        store.lineHeads(LINE_HEADS),
                        store.waiting(WAITING),
                        locks.claimants(),
                        store.reserved(begun.hasToAsk()),
                        store.agentsToStop(agentsAtWork, epoch),
                        roster.crew(epoch))
                .with((due, heads, waiting, claimants, reserved, strayAgents, crew) -> {
                    agents.stop(strayAgents);
                    begun.found(reserved.readable());
                    Map<String, String> unreadable = new HashMap<>(heads.unreadable());
                    unreadable.putAll(waiting.tasks().unreadable());
                    unreadable.putAll(reserved.unreadable());
                    Line line = new Line(heads.readable());
                    waiting.tasks().readable().forEach(line::add);
                    Standings standings = Standings.of(claimants, crew.servicesUp());
                    join(line, standings, Observation.ofEpoch(epoch, agentsAtWork, patience), due.readable());
                    line.leave(standings.waitForLocks());
                    return new Loaded(
                            agentsAtWork,
                            due,
                            line,
                            waiting.researches(),
                            standings,
                            reserved.readable(),
                            crew,
                            unreadable);
                });
    }

    /** To those in line already come those of this page that will want somebody: both are matched in this very tick. */
    private static void join(Line line, Standings standings, Observation nothing, List<Root> due) {
        Observation before = nothing.with(standings.decision(), standings.expired());
        for (Root research : due) {
            try {
                Plan plan = StateMachine.wanted(research, before);
                if (plan != null) {
                    line.add(Line.Place.of(research, plan));
                }
            } catch (RuntimeException e) {
                LOG.debugf(e, "%s wants nobody: its decision will fail, alone", research.id());
            }
        }
    }

    private static boolean waitsForSomethingElse(Line.Place place, Observation seen) {
        return place.task() != null
                && place.task().waitingCause() != seen.obstacles().getOrDefault(place.claim(), WaitingCause.AGENT);
    }

    /** Whoever the registry has just heard of shows life. */
    private Uni<Void> renewLocks(long epoch, Loaded loaded, Optional<SyncResponse> answer) {
        if (loaded.standings().nobodyHolds()) {
            return Uni.createFrom().voidItem();
        }
        Set<String> alive = new HashSet<>();
        answer.ifPresent(response -> {
            loaded.reserved().forEach(child -> alive.add(child.claim()));
            response.lost().forEach(lost -> alive.remove(lost.claim()));
        });
        return locks.renew(alive, epoch);
    }

    /** After the starts, so that nobody waits for it. What a crash leaves undone here, the next sync does. */
    private Uni<Void> tidy(long epoch, Loaded loaded, Optional<SyncResponse> answer) {
        if (answer.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        SyncResponse response = answer.get();
        Map<String, Long> ended = loaded.reserved().stream()
                .filter(Reserved::ended)
                .collect(Collectors.toMap(
                        Reserved::claim, child -> child.assignment().token()));
        Set<String> lost = new HashSet<>(loaded.unreadable().keySet());
        response.lost().forEach(one -> lost.add(one.claim()));
        starts.cancelStrays(response.strays());
        return store.closeReservations(ended, lost, epoch).chain(() -> admission.heardOfPool(response.pool(), epoch));
    }

    private Uni<Boolean> advance(Term term, Loaded loaded, Optional<SyncResponse> answer, Reconciliation begun) {
        return obstacles(loaded)
                .map(obstacles -> observe(term.epoch(), loaded, answer, obstacles))
                .chain(seen -> store.byId(concernedOnly(loaded, seen))
                        .chain(others -> apply.run(loaded.due().and(others), seen, term)))
                .map(written -> {
                    starts.follow(written, loaded.reserved(), begun);
                    if (written.lostRaces() > 0) {
                        registry.hearAgain();
                    }
                    boolean more = written.lostRaces() > 0
                            || loaded.due().size() == config.pageSize()
                            || letsOthersGoOn(written.transitions(), loaded);
                    begun.decided(written.transitions(), answer.isPresent(), more);
                    return more;
                });
    }

    /** What has ended may have been waited for, or have had what others wait for. */
    private static boolean letsOthersGoOn(List<Transition> written, Loaded loaded) {
        boolean somebodyWaits = !loaded.waiters().isEmpty()
                || !loaded.standings().decision().blocked().isEmpty()
                || loaded.line().tasks().anyMatch(Line.Task::depends);
        return somebodyWaits
                && written.stream().anyMatch(transition -> switch (transition) {
                    case Transition.Complete complete -> true;
                    case Transition.Fail fail -> true;
                    case Transition.Cancel cancel -> true;
                    // may have given its locks back
                    case Transition.Hold hold ->
                        loaded.standings()
                                .decision()
                                .victims()
                                .containsKey(hold.root().id());
                    case Transition.Stay stay -> false;
                    case Transition.Wait wait -> false;
                    case Transition.Start start -> false;
                    case Transition.Pause pause -> false;
                });
    }

    /** Whether there is room for a research is asked only when a task wants to trigger one. */
    private Uni<Obstacles> obstacles(Loaded loaded) {
        boolean somebodyTriggers = loaded.line().tasks().anyMatch(task -> task.type() == OperationType.RESEARCH);
        Uni<Optional<WaitingCause>> noRoom =
                somebodyTriggers ? admission.obstacle() : Uni.createFrom().item(Optional.empty());
        return noRoom.map(cause -> new Obstacles(loaded.crew().servicesUp(), cause.orElse(null)));
    }

    private Observation observe(long epoch, Loaded loaded, Optional<SyncResponse> answer, Obstacles obstacles) {
        Map<String, Placement> placements = new HashMap<>();
        Map<String, WaitingCause> causes = new HashMap<>();
        List<Line.Place> ready = new ArrayList<>();
        for (Line.Place place : loaded.line().all(Executor.AGENT)) {
            WaitingCause obstacle = place.task() == null ? null : obstacles.of(place.task());
            if (obstacle == null) {
                ready.add(place);
            } else {
                causes.put(place.claim(), obstacle);
            }
        }
        AgentMatching.match(ready, loaded.crew(), agents.busy())
                .forEach((claim, agentId) -> placements.put(claim, new Placement.OnAgent(epoch, agentId)));
        Map<String, SyncResponse.Lost> losses = new HashMap<>();
        answer.ifPresent(response -> {
            for (SyncResponse.Granted grant : response.granted()) {
                placements.put(
                        grant.claim(),
                        new Placement.OnWorker(
                                new Assignment(grant.workerId(), grant.incarnation(), grant.url(), grant.token())));
            }
            response.lost().forEach(lost -> losses.put(lost.claim(), lost));
        });
        return new Observation(
                epoch,
                loaded.agentsAtWork(),
                placements,
                causes,
                loaded.standings().decision(),
                loaded.standings().expired(),
                losses,
                patience);
    }

    /** Outside the page: who got somebody, or lost somebody, or waits for something else than before, or cannot be right. */
    private static Set<String> concernedOnly(Loaded loaded, Observation seen) {
        Set<String> ids = new HashSet<>(loaded.unreadable().values());
        ids.addAll(loaded.standings().concerned());
        for (Waiter waiter : loaded.waiters()) {
            if (waiter.depends() && !WaitingCause.DEPENDENCY.wireName().equals(waiter.cause())) {
                ids.add(waiter.id());
            }
        }
        for (Executor executor : Executor.values()) {
            for (Line.Place place : loaded.line().all(executor)) {
                if (seen.placements().containsKey(place.claim()) || waitsForSomethingElse(place, seen)) {
                    ids.add(place.rootId());
                }
            }
        }
        for (Reserved child : loaded.reserved()) {
            if (seen.losses().containsKey(child.claim())) {
                ids.add(child.researchId());
            }
        }
        loaded.due().readable().forEach(research -> ids.remove(research.id()));
        loaded.due().unreadable().forEach(research -> ids.remove(research.id()));
        return ids;
    }
}
