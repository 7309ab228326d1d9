package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.coordinator.research.Ending;
import io.ktrdr.coordinator.research.Transition;
import io.ktrdr.coordinator.tick.LeaderLease.Term;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What a new leader finds, and makes of it: every running job is asked once what became of it, whatever it said lately, and
 * the registry is asked before anything is judged. Belongs to one term; touched by the tick only, which is single-flight.
 */
final class Reconciliation {
    private static final Logger LOG = Logger.getLogger(Reconciliation.class);

    private final Term term;
    private final Set<String> toAsk = new HashSet<>();
    private boolean loaded;
    private boolean registryHeard;
    private boolean told;
    private int jobs;
    private int orphans;
    private int lost;

    Reconciliation(Term term) {
        this.term = term;
    }

    boolean isOf(Term other) {
        return other.continues(term);
    }

    /** Somebody has not been asked yet: at the beginning, or because his worker was being called. */
    boolean hasToAsk() {
        return !loaded || !toAsk.isEmpty();
    }

    boolean hasToAsk(String claim) {
        return toAsk.contains(claim);
    }

    void asked(String claim) {
        toAsk.remove(claim);
    }

    void found(List<Reserved> reserved) {
        Set<String> running = reserved.stream()
                .filter(child -> child.status() == OperationStatus.RUNNING)
                .map(Reserved::claim)
                .collect(Collectors.toSet());
        if (loaded) {
            toAsk.retainAll(running);
        } else {
            loaded = true;
            jobs = running.size();
            toAsk.addAll(running);
        }
    }

    /** @param written what this tick has decided, and stored */
    void decided(List<Transition> written, boolean registryAnswered, boolean more) {
        if (told) {
            return;
        }
        for (Transition transition : written) {
            for (Ending ending : transition.endings()) {
                if (ending.child().assignment() == null) {
                    orphans++;
                } else {
                    lost++;
                }
            }
        }
        registryHeard |= registryAnswered;
        if (registryHeard && !more) {
            told = true;
            LOG.infof(
                    "Epoch %d found %d jobs on workers, which were asked again, and lost %d of them; what %d agents"
                            + " of the former coordinator were at is started again",
                    term.epoch(), jobs, lost, orphans);
        }
    }
}
