package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.coordinator.admission.Admission;
import io.ktrdr.coordinator.agent.AgentPool;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.research.Executor;
import io.ktrdr.coordinator.research.Observation;
import io.ktrdr.coordinator.research.Placement;
import io.ktrdr.coordinator.research.Plan;
import io.ktrdr.coordinator.research.Research;
import io.ktrdr.coordinator.research.StateMachine;
import io.ktrdr.coordinator.tick.LeaderLease.Term;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One turn of the loop: load, sync, decide, apply, start. The number of statements and of registry calls does not depend
 * on the number of researches.
 */
@Singleton
final class Tick {
    private static final Logger LOG = Logger.getLogger(Tick.class);
    private static final int LINE_HEADS = 64;

    private final TickStore store;
    private final SyncExchange registry;
    private final Apply apply;
    private final Starts starts;
    private final Admission admission;
    private final AgentPool agents;
    private final TickConfig config;
    private final LeaderLease lease;

    Tick(
            TickStore store,
            SyncExchange registry,
            Apply apply,
            Starts starts,
            Admission admission,
            AgentPool agents,
            TickConfig config,
            LeaderLease lease) {
        this.store = store;
        this.registry = registry;
        this.apply = apply;
        this.starts = starts;
        this.admission = admission;
        this.agents = agents;
        this.config = config;
        this.lease = lease;
    }

    /** What the database said at the beginning. */
    private record Loaded(Set<String> agentsAtWork, List<Research> due, Line line, List<Reserved> reserved) {}

    /** @return true when there is more to do at once */
    Uni<Boolean> run(Term term) {
        long epoch = term.epoch();
        return load(epoch)
                .call(() -> lease.keep(epoch))
                .chain(loaded -> registry.run(epoch, loaded.reserved(), loaded.line())
                        .chain(answer -> advance(epoch, loaded, answer)
                                .call(() -> lease.keep(epoch))
                                .call(() -> tidy(epoch, loaded, answer))
                                // by whom does not matter: everybody who triggers admits too, under the same lock
                                .chain(more -> admission.admitFromQueue().map(admitted -> more || admitted))));
    }

    private Uni<Loaded> load(long epoch) {
        // before the database is read: who is missing here then had written his result by the time of the reading
        Set<String> agentsAtWork = agents.running();
        return Uni.combine()
                .all()
                .unis(
                        store.due(epoch, agentsAtWork, config.pageSize()),
                        store.lineHeads(LINE_HEADS),
                        store.reserved(),
                        store.agentsToStop(agentsAtWork, epoch))
                .with((due, heads, reserved, strayAgents) -> {
                    agents.stop(strayAgents);
                    return new Loaded(agentsAtWork, due, lineOf(epoch, agentsAtWork, heads, due), reserved);
                });
    }

    /** Those in line already, and those of this page that will want somebody: both are matched in this very tick. */
    private Line lineOf(long epoch, Set<String> agentsAtWork, List<Line.Place> heads, List<Research> due) {
        Line line = new Line(heads);
        Observation before =
                Observation.ofEpoch(epoch, agentsAtWork, config.workerLease().toMillis());
        for (Research research : due) {
            try {
                Plan plan = StateMachine.wanted(research, before);
                if (plan != null) {
                    line.add(Line.Place.of(research, plan));
                }
            } catch (RuntimeException e) {
                LOG.debugf(e, "%s wants nobody: its decision will fail, alone", research.id());
            }
        }
        return line;
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
        Set<String> lost =
                response.lost().stream().map(SyncResponse.Lost::claim).collect(Collectors.toSet());
        starts.cancelStrays(response.strays());
        return store.closeReservations(ended, lost, epoch).chain(() -> admission.heardOfPool(response.pool(), epoch));
    }

    private Uni<Boolean> advance(long epoch, Loaded loaded, Optional<SyncResponse> answer) {
        Observation seen = observe(epoch, loaded, answer);
        return store.byId(concernedOnly(loaded, seen)).chain(others -> {
            List<Research> researches = new ArrayList<>(loaded.due());
            researches.addAll(others);
            return apply.run(researches, seen).map(written -> {
                starts.begin(written.transitions(), epoch);
                starts.repeat(loaded.reserved());
                if (written.lostRaces() > 0) {
                    registry.hearAgain();
                }
                return written.lostRaces() > 0 || loaded.due().size() == config.pageSize();
            });
        });
    }

    private Observation observe(long epoch, Loaded loaded, Optional<SyncResponse> answer) {
        Map<String, Placement> placements = new HashMap<>();
        for (Line.Place place : loaded.line().first(Executor.AGENT, agents.free())) {
            placements.put(place.claim(), new Placement.OnAgent(epoch));
        }
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
                losses,
                config.workerLease().toMillis());
    }

    /** Researches outside the page that got somebody, or lost somebody. */
    private static Set<String> concernedOnly(Loaded loaded, Observation seen) {
        Set<String> ids = new HashSet<>();
        for (Executor executor : Executor.values()) {
            for (Line.Place place : loaded.line().first(executor, Integer.MAX_VALUE)) {
                if (seen.placements().containsKey(place.claim())) {
                    ids.add(place.researchId());
                }
            }
        }
        for (Reserved child : loaded.reserved()) {
            if (seen.losses().containsKey(child.claim())) {
                ids.add(child.researchId());
            }
        }
        loaded.due().forEach(research -> ids.remove(research.id()));
        return ids;
    }
}
