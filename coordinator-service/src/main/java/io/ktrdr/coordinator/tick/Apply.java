package io.ktrdr.coordinator.tick;

import io.ktrdr.coordinator.research.Observation;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.coordinator.research.StateMachine;
import io.ktrdr.coordinator.research.Transition;
import io.ktrdr.coordinator.tick.LeaderLease.Term;
import io.ktrdr.coordinator.tick.TickStore.Researches;
import io.ktrdr.coordinator.tick.TickStore.Winners;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides and writes. A research that cannot be decided or written is failed by itself; the rest goes on. */
@Singleton
final class Apply {
    private static final Logger LOG = Logger.getLogger(Apply.class);

    private final TickStore store;
    private final LeaderLease lease;

    Apply(TickStore store, LeaderLease lease) {
        this.store = store;
        this.lease = lease;
    }

    /**
     * @param transitions what was written
     * @param lostRaces   how many were not, because the row had changed meanwhile: they are decided again
     * @param origins     of those that have one: where they come from, as a traceparent
     */
    record Written(List<Transition> transitions, int lostRaces, Map<String, String> origins) {
        static final Written NOTHING = new Written(List.of(), 0, Map.of());

        Written and(Written other) {
            List<Transition> both = new ArrayList<>(transitions);
            both.addAll(other.transitions);
            Map<String, String> allOrigins = new HashMap<>(origins);
            allOrigins.putAll(other.origins);
            return new Written(both, lostRaces + other.lostRaces, allOrigins);
        }
    }

    Uni<Written> run(Researches researches, Observation seen, Term term) {
        List<Transition> decided = new ArrayList<>();
        List<Unreadable> undecidable = new ArrayList<>(researches.unreadable());
        for (Root research : researches.readable()) {
            try {
                Transition transition = StateMachine.decide(research, seen);
                if (BulkRows.changesAnything(transition, seen)) {
                    decided.add(transition);
                }
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s could not be decided and is failed", research.id());
                undecidable.add(new Unreadable(research.id(), research.version(), "Internal fault: " + e));
            }
        }
        return failAlone(undecidable, term.epoch()).chain(() -> write(decided, seen, term));
    }

    private Uni<Void> failAlone(List<Unreadable> undecidable, long epoch) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (Unreadable one : undecidable) {
            chain = chain.chain(() -> store.failAlone(one, epoch));
        }
        return chain;
    }

    private Uni<Written> write(List<Transition> transitions, Observation seen, Term term) {
        if (transitions.isEmpty()) {
            return Uni.createFrom().item(Written.NOTHING);
        }
        return store.apply(transitions, seen, term)
                .map(winners -> written(transitions, winners))
                .onFailure(Apply::isBadRow)
                .recoverWithUni(failure -> halve(transitions, seen, term, failure));
    }

    private static Written written(List<Transition> transitions, Winners winners) {
        List<Transition> won = transitions.stream()
                .filter(transition -> winners.ids().contains(transition.root().id()))
                .toList();
        return new Written(won, transitions.size() - won.size(), winners.origins());
    }

    /** One bad row must not hold up the others: it is found by halving. */
    private Uni<Written> halve(List<Transition> transitions, Observation seen, Term term, Throwable failure) {
        if (transitions.size() == 1) {
            Root research = transitions.getFirst().root();
            LOG.errorf(failure, "%s could not be written and is failed", research.id());
            String reason = "Could not be stored: " + failure.getMessage();
            return store.failAlone(new Unreadable(research.id(), research.version(), reason), term.epoch())
                    .replaceWith(Written.NOTHING);
        }
        int middle = transitions.size() / 2;
        return write(transitions.subList(0, middle), seen, term)
                .call(() -> lease.keep(term.epoch()))
                .chain(first -> write(transitions.subList(middle, transitions.size()), seen, term)
                        .map(first::and));
    }

    private static boolean isBadRow(Throwable failure) {
        String state = sqlState(failure);
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private static @Nullable String sqlState(Throwable failure) {
        return failure instanceof PgException postgres ? postgres.getSqlState() : null;
    }
}
